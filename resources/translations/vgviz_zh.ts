<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
  <context>
    <name>lessons</name>
    <message>
      <source>Open a lesson…</source>
      <translation>打开课程…</translation>
    </message>
    <message>
      <source>Open a lesson</source>
      <translation>打开课程</translation>
    </message>
    <message>
      <source>All lessons</source>
      <translation>全部课程</translation>
    </message>
    <message>
      <source>Back</source>
      <translation>上一步</translation>
    </message>
    <message>
      <source>Next</source>
      <translation>下一步</translation>
    </message>
    <message>
      <source>Skip</source>
      <translation>跳过</translation>
    </message>
    <message>
      <source>Finish</source>
      <translation>完成</translation>
    </message>
    <message>
      <source>What a gradient is</source>
      <translation>什么是梯度</translation>
    </message>
    <message>
      <source>How a network learns: a guess, an error, and who is to blame.</source>
      <translation>网络怎样学习：一次猜测，一个误差，以及谁该负责。</translation>
    </message>
    <message>
      <source>This small network gets points of two moons, one at a time, and guesses which moon each belongs to. The *loss* is one number for how wrong its guesses are: 0 would be perfect.

The *gradient* of a weight says how the loss changes if that weight grows a little. Learning is simple then: move every weight a little against its gradient, and look again.</source>
      <translation>这个小网络一个一个地拿到两个月牙上的点，猜每个点属于哪个月牙。*损失*是一个数，表示它猜得有多错：0 就是完全正确。

一个权重的*梯度*说的是：如果这个权重增大一点点，损失会怎样变化。于是学习很简单：让每个权重逆着它的梯度移动一点点，然后再看一次。</translation>
    </message>
    <message>
      <source>Press Step three times. Each press moves every weight once.</source>
      <translation>按三次 Step。每按一次，所有权重都移动一次。</translation>
    </message>
    <message>
      <source>The loss went from {before.loss} to {loss}.</source>
      <translation>损失从 {before.loss} 变成了 {loss}。</translation>
    </message>
    <message>
      <source>Where do the gradients come from? The output knows its error. It tells the layer before how much that layer had to do with it, which tells the one before it, and so on, back to the first. That is *backpropagation*.

The colours of the lines show it: bright lines are weights that have much to do with the error.</source>
      <translation>梯度从哪里来？输出层知道自己的误差。它告诉前一层：这一层对误差有多少责任；前一层再告诉更前一层，一直传回第一层。这就是*反向传播*。

线的颜色把它画了出来：亮的线是与误差关系大的权重。</translation>
    </message>
    <message>
      <source>Press Play and let it train for five epochs. One epoch is one look at all the points.</source>
      <translation>按 Play，让它训练五轮。一轮就是把所有点看一遍。</translation>
    </message>
    <message>
      <source>Now {accuracy} of the points are on the right side, and the loss is {loss}.</source>
      <translation>现在有 {accuracy} 的点分对了，损失是 {loss}。</translation>
    </message>
    <message>
      <source>You need not believe that the gradient is right. The panel *Nudge and verify* changes one weight by a tiny amount, measures how the loss really changes, and puts the gradient's prediction beside it.</source>
      <translation>梯度对不对，不必只凭相信。面板 *Nudge and verify* 把一个权重改动一点点，量出损失真正的变化，再和梯度的预测放在一起。</translation>
    </message>
    <message>
      <source>The product that shrinks</source>
      <translation>越乘越小</translation>
    </message>
    <message>
      <source>Why the first layers of a sigmoid network hardly learn.</source>
      <translation>为什么 sigmoid 网络的前几层几乎学不动。</translation>
    </message>
    <message>
      <source>This network has eight layers of sigmoid neurons. Its colours show how strongly the loss depends on each weight: bright is strongly, dark is hardly.

Look at it from right to left. The last layers are bright. The first ones are dark: their weights are told almost nothing about what to change.</source>
      <translation>这个网络有八层 sigmoid 神经元。颜色表示损失对每个权重有多敏感：亮表示很敏感，暗表示几乎不敏感。

请从右往左看。最后几层是亮的。前几层是暗的：几乎没有什么告诉它们的权重该怎样改。</translation>
    </message>
    <message>
      <source>The gradient starts at the output and is handed back from layer to layer. At each layer it is multiplied by two things: the weights, and the slope of the activation function.

Sigmoid is never steeper than 1/4. So even in the best case each layer leaves a quarter: 1/4, then 1/16, then 1/64. Eight layers back that is 1/65,536.</source>
      <translation>梯度从输出出发，一层一层往回传。每过一层，它都要乘上两样东西：权重，和激活函数的斜率。

sigmoid 的斜率最大也只有 1/4。所以就算在最好的情况下，每一层也只留下四分之一：1/4，然后 1/16，然后 1/64。往回八层就是 1/65,536。</translation>
    </message>
    <message>
      <source>Click another layer in the picture, nearer to the output, and see how many factors are left.</source>
      <translation>在图中点另一层，靠近输出一些，看看还剩下多少个因子。</translation>
    </message>
    <message>
      <source>Each layer that you skip takes its factors out of the product. What is left is larger.</source>
      <translation>每少走一层，乘积里就少了这一层的因子。剩下的就更大。</translation>
    </message>
    <message>
      <source>If the slope is the culprit, a steeper function should help. ReLU has the slope 1 wherever it is not 0: it multiplies by one instead of by a quarter.</source>
      <translation>如果问题出在斜率，换一个更陡的函数就会有帮助。ReLU 在不为 0 的地方斜率都是 1：它乘的是一，而不是四分之一。</translation>
    </message>
    <message>
      <source>Drag the activation slider from Sigmoid to ReLU, slowly.</source>
      <translation>慢慢地把激活函数的滑块从 Sigmoid 拖到 ReLU。</translation>
    </message>
    <message>
      <source>With sigmoid, layer 1 got {before.ratio} of the last layer's gradient. With ReLU and the same weights it gets {ratio}.</source>
      <translation>用 sigmoid 时，第 1 层得到最后一层梯度的 {before.ratio}。换成 ReLU，权重不变，它得到 {ratio}。</translation>
    </message>
    <message>
      <source>A straight line that falls to the left, in the plot of the gradient by depth, is what vanishing looks like: every layer loses the same share. Depth makes it worse.</source>
      <translation>在“按深度看梯度”的图里，一条向左下降的直线就是梯度消失的样子：每一层都失去同样的比例。网络越深，失去越多。</translation>
    </message>
    <message>
      <source>Drag Depth to 16 or more and watch the left end of the line.</source>
      <translation>把 Depth 拖到 16 或更大，看线的左端。</translation>
    </message>
    <message>
      <source>From 8 layers to {depth}, the first layer's share fell from {before.ratio} to {ratio}.</source>
      <translation>从 8 层到 {depth} 层，第一层得到的比例从 {before.ratio} 降到 {ratio}。</translation>
    </message>
    <message>
      <source>Flat ends</source>
      <translation>平坦的两端</translation>
    </message>
    <message>
      <source>Sigmoid and tanh saturate: a large change in, hardly any change out.</source>
      <translation>sigmoid 和 tanh 会饱和：输入变化很大，输出几乎不变。</translation>
    </message>
    <message>
      <source>Sigmoid and tanh squash any number into a narrow range. In the middle they are steep. At both ends they are nearly flat: there a large change of the input hardly changes the output, and the slope, which multiplies the gradient, is nearly 0.

A unit whose inputs lie at the flat ends is *saturated*. The panel shows where the inputs of layer 1 lie.</source>
      <translation>sigmoid 和 tanh 把任何数都压进一个很窄的范围。中间很陡，两端几乎是平的：在那里，输入变化很大，输出也几乎不变；而要乘到梯度上的斜率几乎是 0。

输入落在平坦两端的神经元叫做*饱和*。面板显示第 1 层的输入落在哪里。</translation>
    </message>
    <message>
      <source>Large weights push inputs towards the flat ends.</source>
      <translation>大的权重会把输入推向平坦的两端。</translation>
    </message>
    <message>
      <source>Drag Gain to 4 or more. It makes all first weights larger.</source>
      <translation>把 Gain 拖到 4 或更大。它让所有初始权重都变大。</translation>
    </message>
    <message>
      <source>In the worst layer {saturated} of the values now lie where the slope is below a tenth of its largest. Before it was {before.saturated}.</source>
      <translation>在最严重的一层，现在有 {saturated} 的值落在斜率不到最大值十分之一的地方。之前是 {before.saturated}。</translation>
    </message>
    <message>
      <source>With small weights tanh is in its steep middle, where its slope is 1. Sigmoid has no such place: even in its middle its slope is only 1/4.</source>
      <translation>权重小的时候，tanh 处在陡的中间，斜率是 1。sigmoid 没有这样的地方：即使在正中间，斜率也只有 1/4。</translation>
    </message>
    <message>
      <source>Drag the activation slider from Tanh to Sigmoid and watch the left end of the line.</source>
      <translation>把激活函数的滑块从 Tanh 拖到 Sigmoid，看线的左端。</translation>
    </message>
    <message>
      <source>With tanh, layer 1 got {before.ratio} of the last layer's gradient; with sigmoid it gets {ratio}. Neither is saturated: sigmoid is flat enough in the middle.</source>
      <translation>用 tanh 时，第 1 层得到最后一层梯度的 {before.ratio}；用 sigmoid 时得到 {ratio}。两者都没有饱和：sigmoid 在中间就已经够平了。</translation>
    </message>
    <message>
      <source>Simple patterns first</source>
      <translation>先学简单的图案</translation>
    </message>
    <message>
      <source>What the first layers are for, and what is lost when they do not learn.</source>
      <translation>前几层有什么用，它们学不动时会失去什么。</translation>
    </message>
    <message>
      <source>A layer can only combine what the layer before it hands on. The first layer draws straight borders through the points. The next ones put borders together: corners, then bends, then rings. If the first layer finds nothing useful, no later layer can make up for it.

The small pictures inside the neurons show what each answers over the whole plane.</source>
      <translation>一层只能组合前一层交给它的东西。第一层在点之间画出直的边界。后面的层把边界拼起来：先是角，再是弯，然后是环。如果第一层没有找到有用的东西，后面哪一层都补不回来。

神经元里的小图表示它对整个平面的回答。</translation>
    </message>
    <message>
      <source>Press Play and let it train for eight epochs. Watch the pictures from left to right.</source>
      <translation>按 Play，让它训练八轮。从左往右看这些小图。</translation>
    </message>
    <message>
      <source>{accuracy} of the points are right. Straight borders at the left have become rings at the right.</source>
      <translation>{accuracy} 的点分对了。左边的直线边界到了右边已经变成了环。</translation>
    </message>
    <message>
      <source>The same points, with eight layers of sigmoid. The gradient does not reach the first layers.</source>
      <translation>同样的点，八层 sigmoid。梯度到不了前几层。</translation>
    </message>
    <message>
      <source>Let it train for ten epochs and watch the pictures of the first layer.</source>
      <translation>让它训练十轮，看第一层的小图。</translation>
    </message>
    <message>
      <source>{accuracy} right: it is guessing. Layer 1 got {ratio} of the last layer's gradient, so its pictures are those it began with.</source>
      <translation>{accuracy} 正确：它只是在猜。第 1 层只得到最后一层梯度的 {ratio}，所以它的小图还是一开始的样子。</translation>
    </message>
    <message>
      <source>ReLU and dead units</source>
      <translation>ReLU 与死亡的神经元</translation>
    </message>
    <message>
      <source>ReLU lets the gradient through, until a unit dies. Leaky ReLU and PReLU never let one die.</source>
      <translation>ReLU 让梯度通过，直到神经元死亡。Leaky ReLU 和 PReLU 不会让它死。</translation>
    </message>
    <message>
      <source>ReLU hands on what is above 0 and cuts off what is below. Above 0 its slope is 1, so the gradient passes unchanged. Below 0 its slope is exactly 0: nothing passes.

A unit that is below 0 for every point gets no gradient, never changes, and never comes back. It is *dead*, and drawn grey.</source>
      <translation>ReLU 让 0 以上的数通过，把 0 以下的切掉。0 以上斜率是 1，梯度原样通过。0 以下斜率正好是 0：什么都过不去。

如果一个神经元对每个点都在 0 以下，它就得不到梯度，永远不变，也回不来了。它就*死*了，画成灰色。</translation>
    </message>
    <message>
      <source>One step that is much too large can throw units so far that they are below 0 for all points.</source>
      <translation>一步走得太大，可能把神经元甩得很远，让它们对所有点都在 0 以下。</translation>
    </message>
    <message>
      <source>Set Learning rate to 3, press Play, and watch neurons turn grey.</source>
      <translation>把 Learning rate 设为 3，按 Play，看神经元变灰。</translation>
    </message>
    <message>
      <source>In the worst layer {dead} of the units are dead. No gradient passes it, so the layers before it are lost too.</source>
      <translation>在最严重的一层，{dead} 的神经元死了。梯度过不去，所以它前面的层也都没有救了。</translation>
    </message>
    <message>
      <source>Leaky ReLU has a small slope below 0, here 1/100. No unit is ever quite cut off.</source>
      <translation>Leaky ReLU 在 0 以下有一个小的斜率，这里是 1/100。没有神经元会被完全切断。</translation>
    </message>
    <message>
      <source>Drag the activation slider to Leaky ReLU. The weights stay as they are.</source>
      <translation>把激活函数的滑块拖到 Leaky ReLU。权重保持不变。</translation>
    </message>
    <message>
      <source>Dead units in the worst layer: {dead}. A little gradient flows again. PReLU, the next stop, learns that slope by itself.</source>
      <translation>最严重的一层里死亡的神经元：{dead}。又有一点梯度流过来了。下一站 PReLU 会自己学会这个斜率。</translation>
    </message>
    <message>
      <source>Batch normalization</source>
      <translation>批归一化</translation>
    </message>
    <message>
      <source>What it cures, and what it does not.</source>
      <translation>它能治什么，不能治什么。</translation>
    </message>
    <message>
      <source>Batch normalization shifts and scales the inputs of every activation so that, over the batch, they have mean 0 and spread 1. Nothing can drift to the flat ends, and the gradient is rescaled on its way back as well.</source>
      <translation>批归一化把每个激活函数的输入平移和缩放，使它们在一批样本上平均为 0、散布为 1。于是没有东西会跑到平坦的两端，梯度往回走时也会被重新缩放。</translation>
    </message>
    <message>
      <source>Choose Normalization: Batch.</source>
      <translation>在 Normalization 中选 Batch。</translation>
    </message>
    <message>
      <source>Layer 1 got {before.ratio} of the last layer's gradient. Now it gets {ratio}.</source>
      <translation>第 1 层原来得到最后一层梯度的 {before.ratio}。现在得到 {ratio}。</translation>
    </message>
    <message>
      <source>It is no cure for everything. In a very deep network that has just begun, each normalization makes the gradient a little larger on its way back, and the small growth multiplies like the small loss did before.</source>
      <translation>它并不能治一切。在刚开始训练的很深的网络里，每一次归一化都让往回走的梯度变大一点点；这一点点的增大，也像之前一点点的减小那样，越乘越多。</translation>
    </message>
    <message>
      <source>Drag Depth to 30 or more.</source>
      <translation>把 Depth 拖到 30 或更大。</translation>
    </message>
    <message>
      <source>With 10 layers the first one got {before.ratio} times the last layer's gradient, with {depth} it gets {ratio} times. Now it explodes.</source>
      <translation>10 层时，第一层得到最后一层梯度的 {before.ratio} 倍；{depth} 层时得到 {ratio} 倍。现在它爆炸了。</translation>
    </message>
    <message>
      <source>A good start</source>
      <translation>好的开始</translation>
    </message>
    <message>
      <source>Initialization: weights that keep the signal's size from layer to layer.</source>
      <translation>初始化：让信号在各层之间保持大小的权重。</translation>
    </message>
    <message>
      <source>Before the first step all weights are drawn by chance. How large they are decides whether numbers shrink or grow on their way through the layers, forward and back.

Here the weights are too small: every layer hands on less than it got.</source>
      <translation>在第一步之前，所有权重都是随机抽取的。它们有多大，决定了数在各层之间往前和往回走时是变小还是变大。

这里的权重太小：每一层交出去的都比得到的少。</translation>
    </message>
    <message>
      <source>Choose the scheme Glorot uniform, and set Gain to 1.</source>
      <translation>选 Glorot uniform 方案，并把 Gain 设为 1。</translation>
    </message>
    <message>
      <source>Layer 1's gradient was {before.first_gradient}; now it is {first_gradient}.</source>
      <translation>第 1 层的梯度原来是 {before.first_gradient}；现在是 {first_gradient}。</translation>
    </message>
    <message>
      <source>How large is right depends on the function. Tanh passes small numbers on unchanged, so 1 is right for it. ReLU throws half of the signal away, so its weights must be larger: that is He initialization.

The panel *Theory* shows it. Left of the line signals die out, right of it they grow without end. On the line they keep their size. The dot is your network.</source>
      <translation>多大才合适，取决于函数。tanh 让小的数原样通过，所以 1 正合适。ReLU 丢掉一半的信号，所以权重要更大：这就是 He 初始化。

面板 *Theory* 把它画了出来。线的左边信号会消失，右边会无限增长。在线上，信号保持大小。圆点就是你的网络。</translation>
    </message>
    <message>
      <source>Drag Gain to 0.5 or less and watch the dot, and the line of the gradient.</source>
      <translation>把 Gain 拖到 0.5 或更小，看圆点，再看梯度的线。</translation>
    </message>
    <message>
      <source>Layer 1's gradient fell from {before.first_gradient} to {first_gradient}: the dot is far from the line.</source>
      <translation>第 1 层的梯度从 {before.first_gradient} 降到 {first_gradient}：圆点离线很远。</translation>
    </message>
    <message>
      <source>A way around</source>
      <translation>绕过去的路</translation>
    </message>
    <message>
      <source>Skip connections give the gradient a path that nothing multiplies.</source>
      <translation>跳跃连接给梯度一条不用相乘的路。</translation>
    </message>
    <message>
      <source>Twenty layers of sigmoid: the first ones get nothing that is worth the name. What if every layer hands on its input as well, added to its output?

Then the gradient has two ways back at each layer: through the layer, where it is multiplied, and around it, where it is not.</source>
      <translation>二十层 sigmoid：前几层几乎什么也得不到。如果每一层把自己的输入也交出去，加到输出上，会怎样？

这样，梯度在每一层都有两条回去的路：穿过这一层，要相乘；绕过这一层，不用相乘。</translation>
    </message>
    <message>
      <source>Switch Residual on.</source>
      <translation>打开 Residual。</translation>
    </message>
    <message>
      <source>The chain rule's view shows the second way: at each layer a factor for what the skip adds. This is why networks with hundreds of layers can be trained.</source>
      <translation>链式法则的面板显示了第二条路：每一层都有一个因子，表示跳跃连接加上了多少。几百层的网络能够训练，靠的就是它。</translation>
    </message>
    <message>
      <source>Explosion</source>
      <translation>爆炸</translation>
    </message>
    <message>
      <source>The same product, with factors above 1; and clipping, which holds it.</source>
      <translation>同样的乘积，因子大于 1；还有能拦住它的裁剪。</translation>
    </message>
    <message>
      <source>Factors below 1 make the gradient vanish. Factors above 1 make it explode: in this network of 30 layers the weights are three times too large, and the gradient grows from layer to layer on its way back. Look at the left end of the line.</source>
      <translation>因子小于 1，梯度就消失。因子大于 1，梯度就爆炸：这个 30 层的网络，权重大了三倍，梯度往回走时一层比一层大。请看线的左端。</translation>
    </message>
    <message>
      <source>Press Play and let it train for four epochs.</source>
      <translation>按 Play，让它训练四轮。</translation>
    </message>
    <message>
      <source>Steps that large threw the units to their flat ends: {saturated} of them in the worst layer. Now the first layers get nothing at all, and {accuracy} right is all there is.</source>
      <translation>这么大的步子把神经元甩到了平坦的两端：在最严重的一层有 {saturated}。现在前几层什么也得不到，正确率停在 {accuracy}。</translation>
    </message>
    <message>
      <source>*Clipping* shortens a gradient that is too long before the step is taken. Its direction stays, only its length is held. It does not mend the network, but no single step can wreck it.</source>
      <translation>*裁剪*在迈步之前把太长的梯度缩短。方向不变，只限制长度。它治不好网络，但没有哪一步能毁掉网络。</translation>
    </message>
    <message>
      <source>This one has a gain of 2 and clips the gradient's norm at 0.1. Let it train for ten epochs.</source>
      <translation>这个网络的 gain 是 2，梯度的范数裁剪到 0.1。让它训练十轮。</translation>
    </message>
    <message>
      <source>{accuracy} right, with a loss of {loss}. The better cure is still a better start: a gain near 1.</source>
      <translation>{accuracy} 正确，损失是 {loss}。更好的办法还是好的开始：gain 接近 1。</translation>
    </message>
    <message>
      <source>Learning speeds</source>
      <translation>学习的速度</translation>
    </message>
    <message>
      <source>Each earlier layer learns several times slower than the next.</source>
      <translation>越靠前的层，学得越慢，每层慢好几倍。</translation>
    </message>
    <message>
      <source>Pictures of digits, four layers of sigmoid. The plot shows, layer by layer, how fast the biases are asked to change. The lines lie apart: each earlier layer is slower by about the same factor.

So the layers that should find the simple strokes of a digit learn last.</source>
      <translation>数字图片，四层 sigmoid。图中按层显示偏置被要求变化得有多快。几条线互相分开：每往前一层，慢下来的倍数都差不多。

所以本该找出数字简单笔画的那些层，反而最后才学会。</translation>
    </message>
    <message>
      <source>Let it train for five epochs.</source>
      <translation>让它训练五轮。</translation>
    </message>
    <message>
      <source>Layer 1's gradient is {ratio} of the last layer's, and {accuracy} of the digits are right.</source>
      <translation>第 1 层的梯度是最后一层的 {ratio}，{accuracy} 的数字认对了。</translation>
    </message>
    <message>
      <source>Three remedies you know by now: another function, normalization, skip connections.</source>
      <translation>三种办法你已经知道了：换函数，归一化，跳跃连接。</translation>
    </message>
    <message>
      <source>Drag the activation slider to ReLU, and let it go on for two epochs or so.</source>
      <translation>把激活函数的滑块拖到 ReLU，再让它训练两轮左右。</translation>
    </message>
    <message>
      <source>Layer 1 now gets {ratio} of the last layer's gradient instead of {before.ratio}.</source>
      <translation>第 1 层现在得到最后一层梯度的 {ratio}，而不是 {before.ratio}。</translation>
    </message>
  </context>
</TS>

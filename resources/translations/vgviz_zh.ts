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
      <source>This small network gets points and guesses to which of two moons each belongs. The *loss* is one number for how wrong the guesses are: 0 would be perfect.

The *gradient* of a weight says how the loss changes if that weight grows a little. Learning is then simple: move every weight a little, so that the loss falls, and repeat.</source>
      <translation>这个小网络拿到一些点，猜每个点属于两个月牙中的哪一个。*损失*是一个数，表示它猜得有多错：0 就是完全正确。

一个权重的*梯度*说的是：如果这个权重增大一点点，损失会怎样变化。于是学习很简单：让每个权重移动一点点，使损失下降，然后重复。</translation>
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
      <source>Where do gradients come from? The output knows its error. It tells the layer before it how much that layer contributed, that layer tells the one before, and so on, back to the first. That is *backpropagation*.

The colours show it: the more a line stands out, the more the error depends on its weight.</source>
      <translation>梯度从哪里来？输出层知道自己的误差。它告诉前一层：这一层对误差有多少责任；前一层再告诉更前一层，一直传回第一层。这就是*反向传播*。

颜色把它画了出来：一条线越显眼，误差就越取决于它的权重。</translation>
    </message>
    <message>
      <source>Press Play and let it train for five epochs. An epoch is one pass over all the points.</source>
      <translation>按 Play，让它训练五轮。一轮就是把所有点过一遍。</translation>
    </message>
    <message>
      <source>Now {accuracy} of the points are on the right side, and the loss is {loss}.</source>
      <translation>现在有 {accuracy} 的点分对了，损失是 {loss}。</translation>
    </message>
    <message>
      <source>Is the gradient right? The panel *Nudge and verify* moves one weight a tiny bit and measures how the loss really changes. Compare *Δ loss* with what the gradient predicted.</source>
      <translation>梯度对不对？面板 *Nudge and verify* 把一个权重移动一点点，量出损失真正的变化。请把 *Δ loss* 和梯度的预测比一比。</translation>
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
      <source>This network has eight layers of sigmoid neurons. The more a weight stands out in colour, the larger its gradient.

Look from right to left. The last layers stand out, the first ones fade: hardly anything tells their weights how to change. That is the *vanishing gradient*.</source>
      <translation>这个网络有八层 sigmoid 神经元。一个权重的颜色越显眼，它的梯度就越大。

请从右往左看。最后几层很显眼，前几层渐渐隐去：几乎没有什么告诉它们的权重该怎样改。这就是*梯度消失*。</translation>
    </message>
    <message>
      <source>A neuron adds up its inputs, each times a weight, and passes the sum through an *activation function*, here sigmoid. On the way back, each layer therefore multiplies the gradient by two things: its weights, and the slope of that function.

Sigmoid's slope is at most 1/4. Unless large weights make up for it, each layer leaves a quarter at best: 1/4, then 1/16, then 1/64. After eight layers it is 1/65,536.</source>
      <translation>神经元把每个输入乘上权重，加起来，再让这个和通过*激活函数*，这里是 sigmoid。所以往回走时，每一层都要把梯度乘上两样东西：它的权重，和这个函数的斜率。

sigmoid 的斜率最大只有 1/4。除非有大的权重来补偿，每一层最多只留下四分之一：1/4，然后 1/16，然后 1/64。八层之后就是 1/65,536。</translation>
    </message>
    <message>
      <source>Click another layer in the picture, nearer to the output, and see how many factors are left.</source>
      <translation>在图中点另一层，靠近输出一些，看看还剩下多少个因子。</translation>
    </message>
    <message>
      <source>Each layer you skip takes its factors out of the product. What is left is larger.</source>
      <translation>每少走一层，乘积里就少了这一层的因子。剩下的就更大。</translation>
    </message>
    <message>
      <source>A steeper function should help. ReLU's slope is 1 above 0, and 0 below: what passes is multiplied by 1 instead of 1/4.</source>
      <translation>换一个更陡的函数应该会有帮助。ReLU 在 0 以上斜率是 1，在 0 以下是 0：通过的东西乘的是 1，而不是 1/4。</translation>
    </message>
    <message>
      <source>Drag the activation slider from Sigmoid to ReLU, slowly.</source>
      <translation>慢慢地把激活函数的滑块从 Sigmoid 拖到 ReLU。</translation>
    </message>
    <message>
      <source>With sigmoid, layer 1 got {before.ratio} of the last layer's gradient. With ReLU and the same weights it gets {ratio} times as much as the last layer.</source>
      <translation>用 sigmoid 时，第 1 层得到最后一层梯度的 {before.ratio}。换成 ReLU，权重不变，它得到最后一层的 {ratio} 倍。</translation>
    </message>
    <message>
      <source>In the plot of the gradient by depth, vanishing is a straight line that falls to the left: every layer loses the same share. Depth makes it worse.</source>
      <translation>在“按深度看梯度”的图里，梯度消失就是一条向左下降的直线：每一层都失去同样的比例。网络越深，失去越多。</translation>
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
      <source>Sigmoid and tanh squash any number into a narrow range. In the middle they are steep, at both ends nearly flat: there a large change of the input hardly changes the output, and the slope that multiplies the gradient is nearly 0.

A neuron whose inputs lie at the flat ends is *saturated*. The panel shows where the inputs of layer 1 lie.</source>
      <translation>sigmoid 和 tanh 把任何数都压进一个很窄的范围。中间很陡，两端几乎是平的：在那里，输入变化很大，输出也几乎不变；而要乘到梯度上的斜率几乎是 0。

输入落在平坦两端的神经元叫做*饱和*。面板显示第 1 层的输入落在哪里。</translation>
    </message>
    <message>
      <source>Large weights push inputs towards the flat ends.</source>
      <translation>大的权重会把输入推向平坦的两端。</translation>
    </message>
    <message>
      <source>Drag Gain to 4 or more. It multiplies all starting weights.</source>
      <translation>把 Gain 拖到 4 或更大。它会乘到所有初始权重上。</translation>
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
      <source>ReLU and dead neurons</source>
      <translation>ReLU 与死亡的神经元</translation>
    </message>
    <message>
      <source>ReLU lets the gradient through, until a neuron dies. Leaky ReLU and PReLU let none die.</source>
      <translation>ReLU 让梯度通过，直到神经元死亡。Leaky ReLU 和 PReLU 不会让它死。</translation>
    </message>
    <message>
      <source>ReLU hands on what is above 0 and makes 0 of what is below. Above 0 its slope is 1, so the gradient passes unchanged. Below 0 its slope is exactly 0: nothing passes.

A neuron whose sum is below 0 for every point gets no gradient, so its weights stay as they are. It is *dead*, and drawn grey. Only if the layers before it change can it come back.</source>
      <translation>ReLU 让 0 以上的数通过，把 0 以下的变成 0。0 以上斜率是 1，梯度原样通过。0 以下斜率正好是 0：什么都过不去。

如果一个神经元的和对每个点都在 0 以下，它就得不到梯度，它的权重也不再改变。它就*死*了，画成灰色。只有前面的层变了，它才可能回来。</translation>
    </message>
    <message>
      <source>A step that is far too large can throw neurons so far that they are below 0 for every point.</source>
      <translation>一步走得太大，可能把神经元甩得很远，让它们对所有点都在 0 以下。</translation>
    </message>
    <message>
      <source>Set Learning rate to 3, press Play, and watch neurons turn grey.</source>
      <translation>把 Learning rate 设为 3，按 Play，看神经元变灰。</translation>
    </message>
    <message>
      <source>In the worst layer {dead} of the neurons are dead. Where all are, no gradient passes, and the layers before are lost too.</source>
      <translation>在最严重的一层，{dead} 的神经元死了。整层都死了的地方，梯度过不去，它前面的层也都没有救了。</translation>
    </message>
    <message>
      <source>Leaky ReLU has a small slope below 0, here 1/100. No neuron is ever quite cut off.</source>
      <translation>Leaky ReLU 在 0 以下有一个小的斜率，这里是 1/100。没有神经元会被完全切断。</translation>
    </message>
    <message>
      <source>Drag the activation slider to Leaky ReLU. The weights stay as they are.</source>
      <translation>把激活函数的滑块拖到 Leaky ReLU。权重保持不变。</translation>
    </message>
    <message>
      <source>Dead neurons in the worst layer: {dead}. A little gradient flows again. PReLU, the next stop, learns that slope by itself.</source>
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
      <source>A *batch* is the points of one step. Batch normalization shifts and scales what enters every activation function, so that over the batch its mean is 0 and its spread 1. (Training may change both again, by two numbers that each neuron learns.) Little then lies at the flat ends, and the gradient is rescaled on its way back as well.</source>
      <translation>一*批*就是一步所用的点。批归一化把进入每个激活函数的数平移和缩放，使它们在这一批上平均为 0、散布为 1。（每个神经元自己学的两个数，在训练中可能再改变这两样。）于是很少有东西在平坦的两端，梯度往回走时也会被重新缩放。</translation>
    </message>
    <message>
      <source>Choose Normalization: Batch.</source>
      <translation>在 Normalization 中选 Batch。</translation>
    </message>
    <message>
      <source>Layer 1 got {before.ratio} of the last layer's gradient. Now it gets {ratio} times as much as the last layer.</source>
      <translation>第 1 层原来得到最后一层梯度的 {before.ratio}。现在得到最后一层的 {ratio} 倍。</translation>
    </message>
    <message>
      <source>It does not cure everything. In a very deep network that has not learned yet, each normalization makes the gradient a little larger on its way back, and small growth multiplies just as small loss did.</source>
      <translation>它并不能治一切。在还没有学习过的很深的网络里，每一次归一化都让往回走的梯度变大一点点；小小的增大，也像之前小小的减小那样，越乘越多。</translation>
    </message>
    <message>
      <source>Drag Depth to 40 or more.</source>
      <translation>把 Depth 拖到 40 或更大。</translation>
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
      <source>Before the first step all weights are drawn by chance. Their size decides whether numbers shrink or grow from layer to layer, forward and back.

Here the weights are too small: every layer hands on less than it got.</source>
      <translation>在第一步之前，所有权重都是随机抽取的。它们的大小决定了数在各层之间往前和往回走时是变小还是变大。

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
      <source>The right size depends on the function. Tanh passes small numbers on unchanged, so a gain of 1 is right for it. ReLU throws half of the signal away, so its weights must be larger: that is He initialization.

The panel *Theory* shows it. Left of the line signals die out, right of it they grow without end. On the line they keep their size. The dot is your network.</source>
      <translation>多大才合适，取决于函数。tanh 让小的数原样通过，所以 gain 为 1 正合适。ReLU 丢掉一半的信号，所以权重要更大：这就是 He 初始化。

面板 *Theory* 把它画了出来。线的左边信号会消失，右边会无限增长。在线上，信号保持大小。圆点就是你的网络。</translation>
    </message>
    <message>
      <source>Drag Gain to 0.5 or less and watch the dot, and the line of the gradient.</source>
      <translation>把 Gain 拖到 0.5 或更小，看圆点，再看梯度的线。</translation>
    </message>
    <message>
      <source>Layer 1's gradient fell from {before.first_gradient} to {first_gradient}, and every other layer's fell with it: the dot is far from the line.</source>
      <translation>第 1 层的梯度从 {before.first_gradient} 降到 {first_gradient}，每一层的也都一同下降：圆点离线很远。</translation>
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
      <source>Twenty layers of sigmoid: the first ones get next to nothing. What if every layer after the first also hands on its input, added to its output?

Then the gradient has two ways back at each of them: through the layer, where it is multiplied, and around it, where it is not.</source>
      <translation>二十层 sigmoid：前几层几乎什么也得不到。如果第一层之后的每一层把自己的输入也交出去，加到输出上，会怎样？

这样，梯度在这样的每一层都有两条回去的路：穿过这一层，要相乘；绕过这一层，不用相乘。</translation>
    </message>
    <message>
      <source>Switch Residual on.</source>
      <translation>打开 Residual。</translation>
    </message>
    <message>
      <source>Layer 1 got {before.ratio} of the last layer's gradient. Now it gets {ratio}.</source>
      <translation>第 1 层原来得到最后一层梯度的 {before.ratio}。现在得到 {ratio}。</translation>
    </message>
    <message>
      <source>The panel *Chain rule* shows the second way: at each layer a factor for what the skip adds. Thanks to such skips, networks of hundreds of layers can be trained.</source>
      <translation>面板 *Chain rule* 显示了第二条路：每一层都有一个因子，表示跳跃连接加上了多少。几百层的网络能够训练，靠的就是这样的跳跃连接。</translation>
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
      <source>Factors below 1 make the gradient vanish, factors above 1 make it explode. In these 40 layers the weights are three times too large, and on its way back the gradient grows from layer to layer: look at the left end of the line.</source>
      <translation>因子小于 1，梯度就消失；因子大于 1，梯度就爆炸。在这 40 层里，权重是合适大小的三倍，梯度往回走时一层比一层大。请看线的左端。</translation>
    </message>
    <message>
      <source>Press Play and let it train for four epochs.</source>
      <translation>按 Play，让它训练四轮。</translation>
    </message>
    <message>
      <source>Steps that large threw the neurons to their flat ends: {saturated} in the worst layer. Now the first layers get next to nothing, and only {accuracy} of the points are right.</source>
      <translation>这么大的步子把神经元甩到了平坦的两端：在最严重的一层有 {saturated}。现在前几层几乎什么也得不到，只有 {accuracy} 的点分对了。</translation>
    </message>
    <message>
      <source>*Clipping* shortens a gradient that is too long before the step is taken. Its direction stays. That does not mend the network, but no single step can wreck it. The picture shows the gradients as they are before that.</source>
      <translation>*裁剪*在迈步之前把太长的梯度缩短。方向不变。它治不好网络，但没有哪一步能毁掉网络。图中画的是缩短之前的梯度。</translation>
    </message>
    <message>
      <source>Here are 30 layers with a gain of 2, and a gradient longer than 0.1 is shortened to 0.1. Let it train for ten epochs.</source>
      <translation>这里有 30 层，gain 是 2，比 0.1 长的梯度会缩短到 0.1。让它训练十轮。</translation>
    </message>
    <message>
      <source>{accuracy} right, with a loss of {loss}. A better start does more: set Gain to 1.2, train as long, and nearly all are right.</source>
      <translation>{accuracy} 正确，损失是 {loss}。好的开始更有用：把 Gain 设为 1.2，也训练十轮，几乎所有的点都会分对。</translation>
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
      <source>Pictures of digits, four layers of sigmoid. The plot shows how fast each layer is asked to change. The lines lie apart: each earlier layer is slower by about the same factor.

So the layers that should find the simple strokes of a digit learn last.</source>
      <translation>数字图片，四层 sigmoid。图中显示每一层被要求变化得有多快。几条线互相分开：每往前一层，慢下来的倍数都差不多。

所以本该找出数字简单笔画的那些层，反而最后才学会。</translation>
    </message>
    <message>
      <source>Let it train for five epochs.</source>
      <translation>让它训练五轮。</translation>
    </message>
    <message>
      <source>The weights of layer 1 get {ratio} of the gradient that those of the output get, and only {accuracy} of the digits are right.</source>
      <translation>第 1 层的权重得到的梯度是输出层的 {ratio}，只有 {accuracy} 的数字认对了。</translation>
    </message>
    <message>
      <source>Why do sigmoid networks stop learning? At every layer on its way back the gradient is multiplied by a slope of at most 1/4, and the first layers get next to nothing.

You know four remedies by now: a steeper function, normalization, a good start, and a way around.</source>
      <translation>sigmoid 网络为什么会停止学习？梯度往回走时，每一层都要乘上一个最大只有 1/4 的斜率，前几层几乎什么也得不到。

现在你已经知道四种办法：更陡的函数，归一化，好的开始，和绕过去的路。</translation>
    </message>
    <message>
      <source>Drag the activation slider to ReLU, and press Play.</source>
      <translation>把激活函数的滑块拖到 ReLU，然后按 Play。</translation>
    </message>
    <message>
      <source>Layer 1 now gets {ratio} of the last layer's gradient instead of {before.ratio}.</source>
      <translation>第 1 层现在得到最后一层梯度的 {ratio}，而不是 {before.ratio}。</translation>
    </message>
  </context>
</TS>

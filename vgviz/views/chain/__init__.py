"""The chain rule at work: a layer's gradient as a product, a weight's as a sum over paths."""

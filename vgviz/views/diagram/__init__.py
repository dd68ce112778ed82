"""The diagram: layers, neurons and edges in the colours of their gradients."""

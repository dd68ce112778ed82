"""Whether the gradient is true: one parameter nudged, and all of them checked."""

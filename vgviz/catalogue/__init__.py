"""What an experiment can name: activations, initializers, losses, data sources. No numba, no Qt."""

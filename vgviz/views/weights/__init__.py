"""Weights before and after, as pictures and as a table."""

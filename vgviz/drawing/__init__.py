"""Arrays to pixels and positions. No widgets."""

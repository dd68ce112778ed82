"""The run from its beginning to now, to look back along."""

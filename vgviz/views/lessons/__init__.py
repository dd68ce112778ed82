"""Lessons: guided tours beside the network."""

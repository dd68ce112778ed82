"""The worker thread: commands in, frames out. QtCore only."""

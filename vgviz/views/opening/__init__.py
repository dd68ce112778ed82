"""Opening a table of one's own."""

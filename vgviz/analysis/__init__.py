"""What the numbers mean. No Qt."""

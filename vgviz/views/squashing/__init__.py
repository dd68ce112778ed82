"""What an activation makes of its inputs, and of a change of them."""

"""Files of the user's own: a look at their head, and the numbers in them."""

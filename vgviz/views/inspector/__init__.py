"""What is chosen in the network, in numbers and pictures."""

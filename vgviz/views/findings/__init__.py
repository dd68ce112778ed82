"""What is wrong with the network, why, and what helps."""

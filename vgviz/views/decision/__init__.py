"""The decision map: what the network makes of every point of the input plane."""

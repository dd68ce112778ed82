"""Curves: gradient by depth, loss and accuracy."""

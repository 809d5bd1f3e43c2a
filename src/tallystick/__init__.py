"""Tallystick checks that the numbers in a text or a dataset can all be true at once, and shows its working."""

__version__ = "0.1.0"

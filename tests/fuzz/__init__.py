"""Texts and bytes that nobody would write, and what has to hold for them."""

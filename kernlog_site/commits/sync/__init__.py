"""Sync: the store filled from clones, and held against them."""

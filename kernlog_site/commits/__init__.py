"""Commits: hashes, clones, the store, and the trees that show them."""

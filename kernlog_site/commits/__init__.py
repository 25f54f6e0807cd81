"""Commits: the store, the trees that show them, the clones they come from."""

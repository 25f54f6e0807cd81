"""Clones: what git is asked, and what its answers say."""

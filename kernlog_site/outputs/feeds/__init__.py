"""Feeds: Atom and JSON Feed."""

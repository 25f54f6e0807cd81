"""Texts: Markdown becomes HTML, once, and only if it would come out differently."""

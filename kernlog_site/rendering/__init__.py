"""Markdown becomes HTML, and records become what templates show."""

"""The preview: a saved article at once, and the rest behind it."""

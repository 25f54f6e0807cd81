"""Pages: kinds, sources, heads, templates, and the writer of those that changed."""

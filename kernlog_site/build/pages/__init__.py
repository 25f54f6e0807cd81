"""Pages: what they are made from, their heads, the templates, and writing those that changed."""

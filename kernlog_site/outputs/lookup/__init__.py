"""The look-up: files from which a reader learns which articles cite a commit."""

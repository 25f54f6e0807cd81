"""The references of commits: what the store knows of them, and every place that cites them."""

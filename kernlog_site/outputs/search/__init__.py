"""The search: Pagefind, and what it is told."""

"""The content: files become records, and records a library."""

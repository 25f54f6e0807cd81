"""Citations: their grammar, what they lead to, and how they are shown."""

"""Social cards: the pictures that networks show of an article."""

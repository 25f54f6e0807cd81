"""Templates: their environment, and what is taken of the styles of Material."""

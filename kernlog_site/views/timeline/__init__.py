"""The timeline of a release: events, and where a drawing has them."""

"""The commit store: its lines, reading them in a build, and sync, which writes them."""

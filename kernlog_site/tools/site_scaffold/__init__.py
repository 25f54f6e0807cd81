"""A new site: its folder, its files, the commits that its first article cites."""

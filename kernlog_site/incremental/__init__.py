"""What makes builds incremental: digests, cache, processes. Knows nothing of sites."""

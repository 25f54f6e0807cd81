"""The aftermath of articles: what became of the commits that they cite, since an earlier state."""

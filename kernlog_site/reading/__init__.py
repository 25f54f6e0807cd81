"""Files become values: front matter, records, the grammar of citations."""

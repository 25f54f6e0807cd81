"""How MkDocs builds the site: its pages and the state of one build."""

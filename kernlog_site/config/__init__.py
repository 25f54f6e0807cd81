"""The configuration of a site: options of kernlog's own, and what it needs of MkDocs' settings."""

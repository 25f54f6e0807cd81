"""One build in MkDocs: from the files of a site to its pages, and what the last one left."""

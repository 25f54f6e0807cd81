"""kernlog: a static site generator for a kernel-news series, on MkDocs."""

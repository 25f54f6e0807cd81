"""Old links to git webs become citations."""

"""What all rooms know: records, problems, versions, addresses, words."""

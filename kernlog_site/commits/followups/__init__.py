"""What followed on commits: reverts, fixes, CVEs, backports."""

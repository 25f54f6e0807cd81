"""Where commits and links are shown on the web."""

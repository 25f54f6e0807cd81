"""What a site has besides its pages: feeds, search, look-up, pictures, exports."""

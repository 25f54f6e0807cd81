"""What commands do: they return values, and the command line prints them."""

"""One module for each format an export can take."""

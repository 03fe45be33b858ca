"""Setting up a study: one module for each page."""

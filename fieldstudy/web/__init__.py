"""Pages, one package for each audience."""

"""Who gets in where, for every address there is."""

"""The customer story map, the evidence behind it, and its file."""

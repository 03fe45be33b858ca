"""The staff API: JSON for programs, by the same table of actions as the pages."""

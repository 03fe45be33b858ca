"""What happened: append-only, ids and verbs, never content."""

"""Exports and erasures: what is handed over, and what is forgotten."""

"""A tiny app for tests that kill processes: each job leaves one mark, and doubles would show."""

STUBBORN = 1_000_000
"""From this number on a job does not end while a test lasts."""

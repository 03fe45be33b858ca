"""A tiny app for tests that kill processes: each job leaves one mark, and doubles would show."""

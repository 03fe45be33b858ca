"""What is studied, what is asked, and who works on it."""

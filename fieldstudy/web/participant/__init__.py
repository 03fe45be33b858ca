"""The participant's phone."""

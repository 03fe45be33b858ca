"""Voices as words."""

"""Meaning put on material."""

"""Coding: the queue, the desk and the codebook."""

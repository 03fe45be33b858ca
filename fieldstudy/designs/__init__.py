"""A study's whole design as one thing: read from a file, written to one, copied, made ready, published.

No tables. It stands above ``studies``, ``participants`` and ``schedules`` because a design holds what is
asked, what people agree to, and when they are asked.
"""

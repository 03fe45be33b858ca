"""What a study's readings add up to: pure functions over values, and the queries that feed them.

Participants are the unit everywhere: one person has one vote, however often they wrote.
"""

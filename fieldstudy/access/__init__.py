"""Access nobody can forget: the table of actions, the doors, and the scope of each request."""

"""What must follow."""

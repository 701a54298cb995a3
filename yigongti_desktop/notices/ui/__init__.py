"""What notices are called."""

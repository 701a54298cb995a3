"""What people ask of the registry: one function for each act, and the questions about residents."""

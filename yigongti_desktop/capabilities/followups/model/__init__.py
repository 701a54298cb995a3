"""A visit owed to a resident: its rules and its road."""

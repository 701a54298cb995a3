"""The tables of the pharmacy."""

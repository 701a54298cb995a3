"""Rosters, leave and postings in the database, and what screens ask for."""

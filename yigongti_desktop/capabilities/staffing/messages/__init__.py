"""What people ask of rosters, leave and postings, and what then happened."""

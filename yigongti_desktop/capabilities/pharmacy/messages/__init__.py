"""What people ask of the pharmacy, and what then happened."""

"""What people ask of contracts, and what then happened."""

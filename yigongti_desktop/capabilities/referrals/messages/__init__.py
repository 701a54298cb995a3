"""What people ask of referrals, and what then happened."""

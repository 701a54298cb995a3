"""One function for each thing that people ask of referrals."""

"""Two-way referral: a patient goes up with a slip and comes back with one; knows no other capability."""

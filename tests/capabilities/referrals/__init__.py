"""Referrals: states, slips, sides, papers."""

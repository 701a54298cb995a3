"""Referrals in the database, and what screens ask for."""

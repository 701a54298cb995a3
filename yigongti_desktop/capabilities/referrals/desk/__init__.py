"""Referrals on the desk, one manifest for each page."""

"""Refused acts on referrals: what stands in them."""

"""Refused acts on rosters, leave and postings: what stands in them."""

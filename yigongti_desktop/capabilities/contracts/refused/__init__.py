"""Refused acts on contracts: what stands in them."""

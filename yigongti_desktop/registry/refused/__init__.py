"""Refused acts of the registry: what stands in them, how they come back, who decides what two people wrote."""

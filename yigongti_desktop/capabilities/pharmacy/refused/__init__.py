"""Refused acts: what stands in them, and how each comes back into its sheet."""

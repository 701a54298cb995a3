"""Sync between real desks and a real hub."""

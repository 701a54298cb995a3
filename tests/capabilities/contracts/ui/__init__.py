"""Contracts at the screen: teams arranged, packages offered."""

"""Screens of the shared nouns."""

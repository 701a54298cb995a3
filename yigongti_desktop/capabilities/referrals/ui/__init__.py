"""Screens of the capability."""

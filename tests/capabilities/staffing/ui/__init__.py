"""Staffing at the screen."""

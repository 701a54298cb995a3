"""Screens of staffing."""

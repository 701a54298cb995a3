"""Manifest of this capability for the desk: its pages."""

"""Contracts on the desk, one manifest for each page."""

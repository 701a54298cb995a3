"""Postings on the screen."""

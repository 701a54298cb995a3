"""Owed visits: opened once, recorded, dropped."""

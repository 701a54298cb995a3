"""Measurements against a limit taken in the same run; each file is a program of its own."""

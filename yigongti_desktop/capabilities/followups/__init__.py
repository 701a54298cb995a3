"""Visits owed to a resident after care elsewhere; knows no other capability."""

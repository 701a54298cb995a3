"""Composition: the only rooms that know everyone."""

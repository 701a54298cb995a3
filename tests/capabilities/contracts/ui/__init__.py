"""Tests of the pages of contracts."""

"""Tests of the screens of contracts."""

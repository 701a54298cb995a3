"""Contracts: their rules."""

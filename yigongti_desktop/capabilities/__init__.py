"""Capabilities: each a slice from rule to screen, strangers to each other; they meet in app.reactions."""

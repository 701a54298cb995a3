"""Notices: whoever was first hears that somebody came second, was refused and is asked; a room for all capabilities."""

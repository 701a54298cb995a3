"""The hub alone: its door, its intake, its streams, and desks that lie to it."""

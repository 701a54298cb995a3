"""Draws rosters: rules as automata, people's rows by dynamic programming, a linear programme over rows, dives."""

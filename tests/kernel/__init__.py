"""The pure ground: numbers with checks, days, text, letters, ids, states, access."""

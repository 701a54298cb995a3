"""State machines of a whole county: people, weather, mishaps to machines, and what must hold after."""

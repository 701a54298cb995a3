"""随访 at the screen: what is owed, what is late, what was found."""

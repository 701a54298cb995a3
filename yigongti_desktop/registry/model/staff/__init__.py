"""Staff: who works where, what they may do, and for how long."""

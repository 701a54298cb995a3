"""Pure rules of rosters: what a month asks of whom, what is wrong with a roster, and what nobody could cover."""

"""排班: duties, rules and months of a unit; knows no other capability."""

"""Papers of staffing."""

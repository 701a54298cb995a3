"""Pages of staffing by keyboard."""

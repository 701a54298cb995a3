"""Files put to records."""

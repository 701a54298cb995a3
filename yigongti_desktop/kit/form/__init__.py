"""Forms from declared fields: Enter goes on, faults stand beside their field in words."""

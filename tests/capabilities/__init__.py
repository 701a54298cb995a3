"""The capabilities: their rules by hand, their services on real desks, their papers read back."""

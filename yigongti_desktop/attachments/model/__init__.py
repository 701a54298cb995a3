"""What a file put to a record is, and the pieces that it travels in."""

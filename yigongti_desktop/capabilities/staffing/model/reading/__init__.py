"""Pure rules by which a roster is read out of a sheet that people laid out by hand; nothing is guessed in silence."""

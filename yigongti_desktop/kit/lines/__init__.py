"""Tables whose lines people fill in: Enter to the next cell, a new line at the end, nothing typed is lost."""

"""What the command line can do, one module for each word; a word loads only what it runs."""

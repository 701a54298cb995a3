"""The command line, as scripts and people call it: real processes."""

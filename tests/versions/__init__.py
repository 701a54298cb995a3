"""The present program talking with the one before."""

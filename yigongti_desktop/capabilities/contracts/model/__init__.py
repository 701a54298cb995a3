"""Rules of contracts, pure."""

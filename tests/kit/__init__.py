"""Qt furniture."""

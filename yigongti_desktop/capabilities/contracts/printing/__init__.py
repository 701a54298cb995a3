"""Papers of contracts."""

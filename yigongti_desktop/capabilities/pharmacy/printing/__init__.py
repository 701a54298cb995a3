"""The papers of the pharmacy."""

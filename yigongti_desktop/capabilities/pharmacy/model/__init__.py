"""Pure rules of a drug request: its lines, its states and the moves of clinic and central pharmacy."""

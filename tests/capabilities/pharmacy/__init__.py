"""Drug requests: lines, states, quantities, papers."""

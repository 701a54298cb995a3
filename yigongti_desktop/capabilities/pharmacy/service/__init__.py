"""One function for each thing that people ask of the pharmacy, and which rule judges each act."""

"""The shared nouns: institutions, people who work, residents, drugs, diseases, the county's own rules."""

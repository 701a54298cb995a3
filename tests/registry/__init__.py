"""The shared nouns: counties, institutions, residents, lists, and how they are found."""

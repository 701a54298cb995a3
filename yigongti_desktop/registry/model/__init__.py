"""What the shared nouns are, and the rules that need nothing but them."""

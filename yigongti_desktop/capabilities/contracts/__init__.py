"""Family-doctor contracts: teams, packages, contracts and what was served of them; knows no other capability."""

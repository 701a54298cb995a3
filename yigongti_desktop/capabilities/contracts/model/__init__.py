"""Pure rules of contracts: price and its shares, terms, dated tasks, and what a follow-up decides."""

"""Pure rules of contracts: price and its shares, terms, dated tasks, what can be and what a follow-up decides."""

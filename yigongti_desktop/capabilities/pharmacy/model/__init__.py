"""Pure rules of drug supply: a request, its lines and moves; what is used, what to ask for, which lot goes first."""

"""Pure ground: ids, time, errors, states, access, identifiers; knows no database, network or screen."""

"""Qt furniture: table, form, trail, theme, preview, tasks; touches no database, network or keyring."""

"""The window around the pages: log-in, navigation, status line, search, today, sync, settings, help."""

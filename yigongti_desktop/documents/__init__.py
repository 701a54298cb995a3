"""Paper furniture: fonts with every name character, lines that break as Chinese does, ruled forms, pages."""

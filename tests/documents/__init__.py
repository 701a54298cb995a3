"""Paper: fonts, lines, tables, sheets, read back from the PDF."""

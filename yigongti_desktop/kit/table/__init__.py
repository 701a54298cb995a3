"""Tables of records: columns declared once, rows in memory or fetched as they are seen."""

"""What desk and hub share on the wire: events, batches, receipts, pages, enrolment; knows neither side."""

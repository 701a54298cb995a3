"""转诊 at the screen: slips written, cases moved on, lists and papers."""

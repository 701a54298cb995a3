"""Postings as such: which doctor is at which unit in which months, what is asked of that, and a judge of plans."""

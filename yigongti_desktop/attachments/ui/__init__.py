"""Attachments in sight: put to a line, looked at, saved elsewhere."""

"""The rooms that know everyone."""

"""Books in which nothing was ever posted, for registers of tests that only look records up."""

from __future__ import annotations


class NoBooks:
    """The half of a register that counts, empty."""

    def total(self, account: str, but: str = "") -> int:
        """Return nought."""
        _ = self, account, but
        return 0

    def balances(self, beginning: str) -> dict[str, int]:
        """Return no account."""
        _ = self, beginning
        return {}

    def posted(self, account: str) -> dict[str, int]:
        """Return nobody."""
        _ = self, account
        return {}

    def next_account(self, after: str) -> str:
        """Return no account."""
        _ = self, after
        return ""

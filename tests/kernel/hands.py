"""What comes out when somebody types with a Chinese input method in full width."""

from __future__ import annotations


def full_width(text: str) -> str:
    """Return printable ASCII as the full-width signs that an input method writes for it."""
    return "".join("\u3000" if sign == " " else chr(ord(sign) + 0xFEE0) for sign in text)

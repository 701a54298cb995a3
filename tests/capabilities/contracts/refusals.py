"""Expecting a rule to say no, with its facts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from yigongti_desktop.kernel.errors import Refused


@contextmanager
def no(code: str, /, **facts: object) -> Iterator[None]:
    """Expect this refusal with these facts among its own."""
    with pytest.raises(Refused) as caught:
        yield
    assert caught.value.code == code, caught.value.facts
    assert {name: caught.value.facts.get(name) for name in facts} == facts

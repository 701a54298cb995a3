"""Words of notices."""

from __future__ import annotations

from yigongti_desktop.kit.words import Sentence

SENTENCES: dict[str, Sentence] = {}
NAMES: dict[str, str] = {
    "notice": "告知",
    "notice.opened": "告知先到的一方",
    "notice.answered": "回复提问",
    "notice.ended": "告知了结",
    "notice.moved": "告知转交",
    "notice.noted": "知道了",
}

"""Many slips in one file, drawn one after another: only the file itself grows, and it can be stopped in between."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import datetime
from types import MappingProxyType

from yigongti_desktop.capabilities.referrals.model.both import paper_of
from yigongti_desktop.capabilities.referrals.model.down import as_paper
from yigongti_desktop.capabilities.referrals.model.layout import NATIONAL
from yigongti_desktop.capabilities.referrals.model.layout import Layout
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.printing import slips
from yigongti_desktop.documents.archive import Archive
from yigongti_desktop.kernel.errors import Unavailable

#: Told how many slips are drawn; answers whether to go on.
Progress = Callable[[int], bool]


def batch(
    referrals: Iterable[Referral],
    own: str,
    title: str,
    *,
    at: datetime,
    layout: Layout = NATIONAL,
    codes: Mapping[str, Sequence[str]] = MappingProxyType({}),
    progress: Progress = lambda _done: True,
) -> bytes:
    """Return one file of the slips that an institution wrote: its referrals out, its returns.

    Args:
        referrals: the cases, in the order of the file.
        own: the institution.
        title: of the file; it names no patient.
        at: when it is made.
        layout: of every slip.
        codes: the texts of the symbols of each slip, by the id of its case.
        progress: told after each slip.

    Raises:
        Unavailable: stopped, when the progress said so.
    """
    archive: Archive | None = None
    for done, referral in enumerate(referrals, start=1):
        is_return = paper_of(referral, own) == "return"
        paint = slips.return_paper if is_return else slips.out_paper
        drawn = as_paper(referral) if is_return else referral
        copy = max(referral.return_prints if is_return else referral.prints, 1)
        paper = paint(drawn, copy=copy, layout=layout, code=codes.get(referral.id, ()), at=at)
        if archive is None:
            archive = Archive(title, (paper.width, paper.height), at)
        paper.draw_on(archive)
        if not progress(done):
            raise Unavailable("stopped")
    if archive is None:
        raise ValueError(title)
    return archive.bytes()

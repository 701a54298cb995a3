"""Villages' requests put into an order that is still being written, as often as one likes: nothing counts twice."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence

from msgspec.structs import replace

from yigongti_desktop.capabilities.pharmacy.model.lines import Wanted
from yigongti_desktop.capabilities.pharmacy.model.village import VillageRequest
from yigongti_desktop.capabilities.pharmacy.model.village import merged


def gathered(written: Iterable[Wanted], requests: Sequence[VillageRequest]) -> tuple[Wanted, ...]:
    """Return an order with what villages ask for, in the place of what it had for them before (PHA-04).

    Args:
        written: what stands in the order already.
        requests: of the villages.
    """
    again = {request.id for request in requests}
    return tuple(want for want in merged(requests, [_without(want, again) for want in written]) if want.quantity > 0)


def _without(want: Wanted, requests: Iterable[str]) -> Wanted:
    taken = sum(share.quantity for share in want.shares if share.request in requests)
    left = tuple(share for share in want.shares if share.request not in requests)
    return replace(want, quantity=max(want.quantity - taken, 0), shares=left)

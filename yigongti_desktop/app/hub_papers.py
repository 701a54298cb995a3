"""Slips signed by the hub: drawn anew from the hub's own record, so that no desk hands it anything to sign.

Where the key is, there is signed (decision 034): a desk without a line prints the same slip with an empty field.
"""

from __future__ import annotations

from msgspec.structs import replace

from yigongti_desktop.app.hub import Hub
from yigongti_desktop.capabilities.referrals.model.layout import county_form
from yigongti_desktop.capabilities.referrals.printing import slips
from yigongti_desktop.capabilities.referrals.store.cases import by_number
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.registry.store import Rules
from yigongti_desktop.registry.store import the_county
from yigongti_desktop.storage.engine import reading

_REASON = "转诊单与中枢所存一致"


def signed_slip(hub: Hub, number: str, *, is_return: bool = False) -> bytes:
    """Return a slip of a number, signed by the hub in the institution's field.

    Raises:
        Refused: referral_unknown; not_returned_yet; signed_pdf_not_taken where the county does not accept such slips.
    """
    now = hub.clock.now()
    with reading(hub.engine) as connection:
        form = county_form(Rules(connection), day(now))
        referral = by_number(connection, number)
        county = the_county(connection)
    if not form.takes_signed:
        raise Refused("signed_pdf_not_taken")
    if referral is None:
        raise Refused("referral_unknown", number=number)
    if is_return and referral.return_slip is None:
        raise Refused("not_returned_yet", number=number)
    name = f"{county.name if county else ''}医共体同步中枢"
    layout = replace(form.layout, copies=1, has_fields=True, signed_by=name)
    paint = slips.return_slip if is_return else slips.transfer_out
    pdf = paint(referral, layout=layout, at=now)
    return hub.sign_paper(pdf, f"{referral.number} 1 seal", name, _REASON)

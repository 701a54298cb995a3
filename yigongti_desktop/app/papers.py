"""Papers by their number, each print counted in the trail of its document."""

from __future__ import annotations

from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.capabilities.pharmacy.messages.requests import PrintDrugRequest
from yigongti_desktop.capabilities.pharmacy.printing import requests as pharmacy_printing
from yigongti_desktop.capabilities.pharmacy.store import requests as pharmacy
from yigongti_desktop.capabilities.referrals import printing as referral_printing
from yigongti_desktop.capabilities.referrals import store as referrals
from yigongti_desktop.capabilities.referrals.messages import PrintReferral
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.errors import Refused


def make_paper(desk: Workbench, actor: Actor, number: str, *, is_return: bool = False) -> bytes:
    """Return the PDF of a document and count the print.

    Raises:
        Refused: not_found, or why it cannot be printed.
    """
    referral = desk.read(referrals.by_number, number)
    if referral is not None:
        name = "return" if is_return else "transfer_out"
        printed = desk.do(actor, PrintReferral(referral=referral.id, paper=name)).record
        if is_return:
            return referral_printing.return_slip(printed, copy=printed.return_prints)
        return referral_printing.transfer_out(printed, copy=printed.prints)
    request = desk.read(pharmacy.by_number, number)
    if request is not None and not is_return:
        printed = desk.do(actor, PrintDrugRequest(request=request.id)).record
        return pharmacy_printing.request_form(printed, copy=printed.prints)
    raise Refused("not_found")

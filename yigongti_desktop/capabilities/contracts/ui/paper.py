"""What stands on the paper of an agreement, with the registry's codes in words."""

from __future__ import annotations

from yigongti_desktop.capabilities.contracts.printing.agreements import Paperwork
from yigongti_desktop.capabilities.contracts.printing.agreements import Whom
from yigongti_desktop.capabilities.contracts.store.offers import Printed
from yigongti_desktop.capabilities.contracts.ui.signing_words import RELATIONS
from yigongti_desktop.kit.words import phone


def paperwork(printed: Printed, number: str) -> Paperwork:
    """Return what stands on the paper of an agreement."""
    its = next(one for one in printed.contracts[0].agreements if one.number == number)
    whom = {
        resident: Whom(
            id_number=known.id_number,
            phone=phone(known.phone),
            address=known.address,
            relation=RELATIONS.get(printed.standings[resident].relation, ""),
        )
        for resident, known in printed.residents.items()
    }
    return Paperwork(
        number=number,
        contracts=printed.contracts,
        whom=whom,
        team=printed.team.on(its.signed_on) if printed.team is not None else (),
        unit_address=printed.own.address,
        unit_phone=printed.own.phone,
        texts=printed.texts,
        signatures=printed.signatures,
    )

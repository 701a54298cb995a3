"""All acts on referrals, for whoever wants the whole."""

from __future__ import annotations

from yigongti_desktop.capabilities.referrals.service import approvals
from yigongti_desktop.capabilities.referrals.service import both
from yigongti_desktop.capabilities.referrals.service import capacity
from yigongti_desktop.capabilities.referrals.service import catalogues
from yigongti_desktop.capabilities.referrals.service import clinic
from yigongti_desktop.capabilities.referrals.service import down
from yigongti_desktop.capabilities.referrals.service import files
from yigongti_desktop.capabilities.referrals.service import holds
from yigongti_desktop.capabilities.referrals.service import hospital
from yigongti_desktop.capabilities.referrals.service import paper
from yigongti_desktop.capabilities.referrals.service import tracking
from yigongti_desktop.storage.catalogue import Slice

_PARTS = (
    clinic.SLICE,
    hospital.SLICE,
    both.SLICE,
    tracking.SLICE,
    down.SLICE,
    catalogues.SLICE,
    approvals.SLICE,
    capacity.SLICE,
    holds.SLICE,
    paper.SLICE,
    files.SLICE,
)

SLICE = Slice(
    records=tuple(record for part in _PARTS for record in part.records),
    events=tuple(event for part in _PARTS for event in part.events),
    commands=tuple(command for part in _PARTS for command in part.commands),
)

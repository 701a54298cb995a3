"""Everything that this program knows of records, events and commands; the same for desk and hub."""

from __future__ import annotations

from yigongti_desktop.app.reactions import react
from yigongti_desktop.attachments.service import slice_of
from yigongti_desktop.capabilities.contracts.model.service_files import SERVICE_FILES
from yigongti_desktop.capabilities.contracts.model.signature_files import SIGNATURE_FILES
from yigongti_desktop.capabilities.contracts.service import contracts
from yigongti_desktop.capabilities.contracts.service import services
from yigongti_desktop.capabilities.contracts.service import teams
from yigongti_desktop.capabilities.followups import service as followups
from yigongti_desktop.capabilities.pharmacy.model.difference_files import DIFFERENCE_FILES
from yigongti_desktop.capabilities.pharmacy.service import differences
from yigongti_desktop.capabilities.pharmacy.service import long_prescriptions
from yigongti_desktop.capabilities.pharmacy.service import requests
from yigongti_desktop.capabilities.pharmacy.service import reviews
from yigongti_desktop.capabilities.pharmacy.service import rooms
from yigongti_desktop.capabilities.pharmacy.service import shortages
from yigongti_desktop.capabilities.pharmacy.service import statements
from yigongti_desktop.capabilities.pharmacy.service import stock
from yigongti_desktop.capabilities.pharmacy.service import villages
from yigongti_desktop.capabilities.referrals.model.case_files import CASE_FILES
from yigongti_desktop.capabilities.referrals.service import cases as referrals
from yigongti_desktop.capabilities.staffing.service import agreements
from yigongti_desktop.capabilities.staffing.service import duties
from yigongti_desktop.capabilities.staffing.service import handover
from yigongti_desktop.capabilities.staffing.service import leave
from yigongti_desktop.capabilities.staffing.service import posting_terms
from yigongti_desktop.capabilities.staffing.service import postings
from yigongti_desktop.capabilities.staffing.service import rosters
from yigongti_desktop.capabilities.staffing.service import settings
from yigongti_desktop.capabilities.staffing.service import swaps
from yigongti_desktop.capabilities.staffing.service import teaching
from yigongti_desktop.capabilities.staffing.service import unit_rules
from yigongti_desktop.capabilities.staffing.service import visits
from yigongti_desktop.capabilities.staffing.service import wishes
from yigongti_desktop.kernel.structs import know_all
from yigongti_desktop.notices import service as notices
from yigongti_desktop.registry.service import acts as registry
from yigongti_desktop.storage.catalogue import make_catalogue

#: What every room of the house knows.
SLICES = (
    registry.SLICE,
    notices.SLICE,
    referrals.SLICE,
    requests.SLICE,
    stock.SLICE,
    rooms.SLICE,
    differences.SLICE,
    villages.SLICE,
    shortages.SLICE,
    statements.SLICE,
    long_prescriptions.SLICE,
    reviews.SLICE,
    followups.SLICE,
    slice_of((DIFFERENCE_FILES, SIGNATURE_FILES, SERVICE_FILES, CASE_FILES)),
    teams.SLICE,
    contracts.SLICE,
    services.SLICE,
    leave.SLICE,
    duties.SLICE,
    rosters.SLICE,
    settings.SLICE,
    unit_rules.SLICE,
    agreements.SLICE,
    postings.SLICE,
    posting_terms.SLICE,
    wishes.SLICE,
    handover.SLICE,
    swaps.SLICE,
    visits.SLICE,
    teaching.SLICE,
)
CATALOGUE = make_catalogue(SLICES, react)
know_all()

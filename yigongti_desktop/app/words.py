"""All sentences and names of the program in one vocabulary."""

from __future__ import annotations

from yigongti_desktop.app import roster_words as rosters
from yigongti_desktop.attachments.ui import words as attachments
from yigongti_desktop.capabilities.contracts.ui import package_words as packages
from yigongti_desktop.capabilities.contracts.ui import signing_words as signing
from yigongti_desktop.capabilities.contracts.ui import task_words as tasks
from yigongti_desktop.capabilities.contracts.ui import words as contracts
from yigongti_desktop.capabilities.followups.ui import words as followups
from yigongti_desktop.capabilities.pharmacy.ui import long_words as long_prescriptions
from yigongti_desktop.capabilities.pharmacy.ui import review_words as reviews
from yigongti_desktop.capabilities.pharmacy.ui import shortage_words as shortages
from yigongti_desktop.capabilities.pharmacy.ui import statement_words as statements
from yigongti_desktop.capabilities.pharmacy.ui import stock_words as stock
from yigongti_desktop.capabilities.pharmacy.ui import words as pharmacy
from yigongti_desktop.capabilities.referrals.ui import capacity_words as capacity
from yigongti_desktop.capabilities.referrals.ui import fhir_words as exchange
from yigongti_desktop.capabilities.referrals.ui import paper_words as papers
from yigongti_desktop.capabilities.referrals.ui import words as referrals
from yigongti_desktop.capabilities.staffing.ui import duty_words as duties
from yigongti_desktop.capabilities.staffing.ui import handover_words as handover
from yigongti_desktop.capabilities.staffing.ui import leave_words as leave
from yigongti_desktop.capabilities.staffing.ui import posting_words as postings
from yigongti_desktop.capabilities.staffing.ui import reading_words as roster_sheets
from yigongti_desktop.capabilities.staffing.ui import roster_words as drawn
from yigongti_desktop.capabilities.staffing.ui import rule_words as roster_rules
from yigongti_desktop.capabilities.staffing.ui import setting_words as roster_settings
from yigongti_desktop.capabilities.staffing.ui import swaps_words as swaps
from yigongti_desktop.capabilities.staffing.ui import teaching_words as teaching
from yigongti_desktop.capabilities.staffing.ui import terms_words as posting_terms
from yigongti_desktop.capabilities.staffing.ui import visit_words as outreach
from yigongti_desktop.capabilities.staffing.ui import wishes_words as wishes
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kit.words import Vocabulary
from yigongti_desktop.notices.ui import words as notices
from yigongti_desktop.registry.ui import calendar_words as calendar
from yigongti_desktop.registry.ui import words as registry
from yigongti_desktop.registry.ui.staff import words as staff
from yigongti_desktop.shell import update_words as updates
from yigongti_desktop.shell import words as shell

_OF_ONE_KIND = (
    shortages,
    statements,
    long_prescriptions,
    reviews,
    followups,
    packages,
    tasks,
    signing,
    staff,
    leave,
    wishes,
    handover,
    swaps,
    duties,
    drawn,
    roster_settings,
    roster_rules,
    postings,
    posting_terms,
    outreach,
    teaching,
)
_WITH_KINDS = (referrals, capacity, pharmacy, stock, contracts, *_OF_ONE_KIND)
_ALL = (
    shell,
    updates,
    registry,
    notices,
    calendar,
    attachments,
    rosters,
    roster_sheets,
    papers,
    exchange,
    *_WITH_KINDS,
)
VOCABULARY = Vocabulary(
    {code: sentence for part in _ALL for code, sentence in part.SENTENCES.items()},
    {code: name for part in _ALL for code, name in part.NAMES.items()},
    {kind: names for part in _WITH_KINDS for kind, names in part.NAMES_OF.items()},
    {code: part.KIND for part in _OF_ONE_KIND for code in part.SENTENCES} | contracts.KIND_OF,
)


def say(fault: Fault) -> str:
    """Return what a fault means to people."""
    return VOCABULARY.say(fault.code, fault.facts)

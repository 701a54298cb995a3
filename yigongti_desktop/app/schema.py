"""Every table, for the migrations and for whoever compares them with the database."""

from __future__ import annotations

import yigongti_desktop.attachments.tables
import yigongti_desktop.capabilities.contracts.tables.contracts
import yigongti_desktop.capabilities.contracts.tables.teams
import yigongti_desktop.capabilities.followups.tables
import yigongti_desktop.capabilities.pharmacy.tables.differences
import yigongti_desktop.capabilities.pharmacy.tables.long_prescriptions
import yigongti_desktop.capabilities.pharmacy.tables.requests
import yigongti_desktop.capabilities.pharmacy.tables.reviews
import yigongti_desktop.capabilities.pharmacy.tables.shortages
import yigongti_desktop.capabilities.pharmacy.tables.statements
import yigongti_desktop.capabilities.pharmacy.tables.stock
import yigongti_desktop.capabilities.pharmacy.tables.villages
import yigongti_desktop.capabilities.referrals.tables.capacity
import yigongti_desktop.capabilities.referrals.tables.cases
import yigongti_desktop.capabilities.referrals.tables.catalogues
import yigongti_desktop.capabilities.staffing.tables.agreements
import yigongti_desktop.capabilities.staffing.tables.duties
import yigongti_desktop.capabilities.staffing.tables.handover
import yigongti_desktop.capabilities.staffing.tables.leave
import yigongti_desktop.capabilities.staffing.tables.posting_terms
import yigongti_desktop.capabilities.staffing.tables.postings
import yigongti_desktop.capabilities.staffing.tables.rosters
import yigongti_desktop.capabilities.staffing.tables.settings
import yigongti_desktop.capabilities.staffing.tables.swaps
import yigongti_desktop.capabilities.staffing.tables.teaching
import yigongti_desktop.capabilities.staffing.tables.unit_rules
import yigongti_desktop.capabilities.staffing.tables.visits
import yigongti_desktop.capabilities.staffing.tables.wishes
import yigongti_desktop.hub.tables
import yigongti_desktop.notices.tables
import yigongti_desktop.registry.tables  # noqa: F401 - each adds its tables
from yigongti_desktop.storage.tables import METADATA

__all__ = ["METADATA"]

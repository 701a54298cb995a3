"""What a certificate says of somebody's service at the grassroots before a promotion (STF-26), and its number."""

from __future__ import annotations

from base64 import b32encode
from datetime import date
from hashlib import sha256

from msgspec import Struct
from msgspec import json

from yigongti_desktop.capabilities.staffing.model.service_years import Service

#: STF-26, as the policy says it.
BASIS = "晋升职称前到基层或对口帮扶的医疗机构累计服务时间不少于1年"
_LETTERS = 6


class ServiceRecord(Struct, frozen=True, kw_only=True):
    """What a certificate says of somebody's service."""

    #: Id of the record of staff.
    staff: str
    name: str
    #: Title in words, and the hospital that they belong to.
    title: str = ""
    hospital: str
    department: str = ""
    id_number: str = ""
    #: Hospital that certifies it.
    lead: str
    service: Service
    basis: str = BASIS
    issued_on: date

    @property
    def number(self) -> str:
        """Return its number: the day and letters that follow from what it says; printed again it has the same one."""
        said = json.encode((self.staff, self.service, self.issued_on))
        return f"{self.issued_on:%Y%m%d}-{b32encode(sha256(said).digest()).decode()[:_LETTERS]}"

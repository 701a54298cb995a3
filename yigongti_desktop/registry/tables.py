"""Tables of the shared nouns."""

from __future__ import annotations

from sqlalchemy import Index

from yigongti_desktop.storage.tables import number
from yigongti_desktop.storage.tables import record_table
from yigongti_desktop.storage.tables import structure
from yigongti_desktop.storage.tables import text

counties = record_table(
    "counties",
    text("slug"),
    text("name"),
    text("province"),
    text("code"),
    text("document"),
    structure("terms", empty="{}"),
    structure("departments"),
    text("resident_key"),
)

rules = record_table("rules", structure("versions"))

device_keys = record_table(
    "device_keys",
    text("institution"),
    text("letter"),
    text("public_key"),
    number("revoked"),
)

communities = record_table("communities", text("name"), text("lead"), number("declared_members"))

townships = record_table("townships", text("name"), structure("memberships"))

institutions = record_table(
    "institutions",
    text("name"),
    text("added_name"),
    text("place"),
    text("kind"),
    text("status"),
    structure("memberships"),
    text("township"),
    text("parent"),
    structure("departments"),
    text("phone"),
    text("address"),
)

accounts = record_table(
    "accounts",
    text("login"),
    text("name"),
    text("institution"),
    structure("roles"),
    text("department"),
    text("title"),
    text("phone"),
    text("verifier"),
    number("must_change"),
    number("active"),
    text("since", null=True),
    structure("former"),
    Index("ix_accounts_institution", "institution"),
)

residents = record_table(
    "residents",
    text("name"),
    text("sex"),
    text("birth"),
    text("id_number"),
    text("no_id_reason"),
    text("phone"),
    text("contact"),
    text("address"),
    text("village"),
    text("health_record"),
    structure("units"),
    structure("also"),
    structure("phones"),
    text("insured"),
    text("household"),
    text("relation"),
    structure("groups"),
    text("died_on", null=True),
    text("merged_into"),
    structure("folded"),
    Index("ix_residents_name", "name"),
    Index("ix_residents_village", "village"),
    Index("ix_residents_household", "household"),
)

transfers = record_table(
    "transfers",
    text("resident"),
    text("name"),
    text("giver"),
    text("receiver"),
    text("reason"),
    text("person"),
    text("at"),
    Index("ix_transfers_resident", "resident"),
)

drugs = record_table(
    "drugs",
    text("community"),
    text("name"),
    text("form"),
    text("strength"),
    text("pack"),
    text("unit"),
    number("essential"),
    text("edition"),
    text("control"),
    text("storage"),
    text("maker"),
    text("local_code"),
    number("price_fen", null=True),
    text("since", null=True),
    text("until", null=True),
    text("trade_name"),
    text("approval"),
    text("standard_code"),
    text("insurance_code"),
    structure("units"),
    structure("former"),
    Index("ix_drugs_name", "name"),
)

diagnoses = record_table("diagnoses", text("name"), text("source"))

staff = record_table(
    "staff",
    text("name"),
    text("profession"),
    text("sex"),
    text("birth", null=True),
    text("id_number"),
    text("phone"),
    text("account"),
    structure("seen_by"),
    structure("posts"),
    structure("places"),
    structure("titles"),
    structure("licences"),
    structure("periods"),
    structure("contracts"),
    Index("ix_staff_name", "name"),
)
calendar_years = record_table("calendar_years", number("year"), structure("holidays"), text("source"))

"""The fields of an agreement: with whom, for how long, from when, signed how."""

from __future__ import annotations

from yigongti_desktop.capabilities.contracts.model.agreeing import LONGEST_LINE
from yigongti_desktop.capabilities.contracts.store.offers import Offer
from yigongti_desktop.capabilities.contracts.ui.signing_words import WAYS
from yigongti_desktop.kit.form.fields import CHECK
from yigongti_desktop.kit.form.fields import CHIPS
from yigongti_desktop.kit.form.fields import DATE
from yigongti_desktop.kit.form.fields import PICK
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.form.fields import Section
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.kit.form.options import Search

ONE, HOUSEHOLD = "one", "household"
#: Fields of what the rules refuse, by the code of the refusal.
FAULT_FIELDS = {
    "nobody_signs": "who",
    "term_years": "years",
    "since_wrong": "since",
    "team_unknown": "team",
    "team_not_here": "team",
    "team_not_working": "team",
    "team_incomplete": "team",
    "team_same": "team",
    "team_full": "beyond",
}
#: What is said of one of the people.
OF_PEOPLE = frozenset(
    {
        "contract_there",
        "contract_id_wrong",
        "resident_unknown",
        "resident_merged",
        "resident_died",
        "package_unknown",
        "package_not_offered",
        "packages_number",
        "term_overlaps",
        "number_twice",
        "attachment_big",
        "packages_missing",
        "signature_missing",
    }
)
OF_SIGNER = frozenset({"signer", "signer_relation"})


def sections(offer: Offer, residents: Search) -> tuple[Section, ...]:
    """Return the fields.

    Args:
        offer: what this unit may sign for.
        residents: proposes residents.
    """
    teams = [Option(one.id, one.name, detail="、".join(one.villages)) for one in offer.teams]
    years = [Option(str(one), f"{one} 年") for one in range(1, offer.allowed.most_years + 1)]
    consent = f"已读给居民听，居民同意《{offer.texts.consent_name}》"
    return (
        Section(
            "居民",
            (
                (Field(name="who", label="居民", kind=PICK, search=residents, placeholder="姓名、首字母、证号后几位"),),
                (
                    Field(
                        name="scope",
                        label="签法",
                        kind=CHIPS,
                        options=(Option(ONE, "只签一人"), Option(HOUSEHOLD, "全家一起签")),
                        note="没有登记家庭的，在上面再选一位就加一位",
                    ),
                ),
            ),
        ),
        Section(
            "协议",
            (
                (Field(name="team", label="团队", kind=PICK, options=teams, is_needed=True, placeholder="选团队"),),
                (Field(name="years", label="年限", kind=CHIPS, options=years, is_needed=True),),
                (
                    Field(name="signed_on", label="签约日期", kind=DATE, is_needed=True),
                    Field(name="since", label="生效日期", kind=DATE, placeholder="签约当天"),
                ),
                (
                    Field(
                        name="way",
                        label="签署",
                        kind=CHIPS,
                        options=tuple(Option(code, words) for code, words in WAYS.items()),
                        is_needed=True,
                    ),
                ),
                (Field(name="consent", label="知情同意", kind=CHECK, placeholder=consent, is_needed=True),),
                (Field(name="remark", label="备注", most=LONGEST_LINE),),
                (Field(name="beyond", label="超额原因", most=LONGEST_LINE, placeholder="团队满员仍要签时写"),),
                (Field(name="takes_reason", label="转签原因", most=LONGEST_LINE, placeholder="从别的团队转来时写"),),
            ),
        ),
    )

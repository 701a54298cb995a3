"""The papers of a case, handed out: slips with the choices the county leaves, consent form, hand-over list, the day."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import datetime
from functools import partial

from msgspec.structs import replace

from yigongti_desktop.attachments.store import Attached
from yigongti_desktop.attachments.store import of_record
from yigongti_desktop.capabilities.referrals.messages.paper import SealedSlips
from yigongti_desktop.capabilities.referrals.messages.paper import SealSlips
from yigongti_desktop.capabilities.referrals.model.both import paper_of
from yigongti_desktop.capabilities.referrals.model.case_files import CASE_FILES
from yigongti_desktop.capabilities.referrals.model.layout import CountyForm
from yigongti_desktop.capabilities.referrals.model.layout import Layout
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.printing import batch
from yigongti_desktop.capabilities.referrals.printing import consent
from yigongti_desktop.capabilities.referrals.printing import handover
from yigongti_desktop.capabilities.referrals.printing import slips
from yigongti_desktop.capabilities.referrals.store import papers as store
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kit.chips import Chip
from yigongti_desktop.kit.making import Progress
from yigongti_desktop.kit.making import make
from yigongti_desktop.kit.page import Page
from yigongti_desktop.kit.paper_choices import PaperChoice
from yigongti_desktop.kit.papers import hand_out
from yigongti_desktop.kit.papers import offer

_LOCAL, _NATIONAL, _FULL, _HALF, _PLAIN, _SIGNED = "local", "national", "a4", "half", "plain", "fields"
#: What is remarked of a file that was put to the case: it travels by the program, and is not carried.
_FILE = "电子附件"
_CONSENT, _HANDOVER = "consent", "handover"
#: Under what the last choice of each is kept.
SLIP, ENCLOSED = "referral_slip", "referral_enclosed"


def hand_out_slip(page: Page, referral: Referral, paper: str, name: str, code: Sequence[str]) -> None:
    """Hand a slip out, "transfer_out" or "return", with the texts of its code."""
    now = page.desk.now()

    def known(form: CountyForm) -> None:
        offer(page, partial(_slip, referral, paper, form, now, code), name, slip_choices(form), SLIP)

    page.desk.read(page, store.county_form, day(now), done=known, failed=page.show_fault)


def hand_out_enclosed(page: Page, referral: Referral) -> None:
    """Hand the consent form or the hand-over list out."""
    now = page.desk.now()

    def known(form: CountyForm) -> None:
        def with_files(files: Sequence[Attached]) -> None:
            name = f"{consent.NAME}、{handover.NAME} {referral.number}"
            offer(page, partial(_enclosed, referral, form, files, now), name, _enclosed_choices(form), ENCLOSED)

        page.desk.read(page, of_record, CASE_FILES.kind, referral.id, done=with_files, failed=page.show_fault)

    page.desk.read(page, store.county_form, day(now), done=known, failed=page.show_fault)


def hand_out_day(page: Page, own: str) -> None:
    """Hand out the slips that this unit wrote today in one file, as the county has them; prints are not counted."""
    now = page.desk.now()
    today = day(now)

    def known(found: tuple[CountyForm, list[Referral]]) -> None:
        form, referrals = found
        if not referrals:
            page.wants_toast.emit("今天还没有单据", "写好发送以后，可以在这里一起存成一个文件。", None)
            return
        title = f"转诊单据 {today.isoformat()}"

        def draw(codes: Mapping[str, Sequence[str]]) -> None:
            def work(progress: Progress) -> bytes:
                return batch.batch(referrals, own, title, at=now, layout=form.layout, codes=codes, progress=progress)

            words = f"正在生成 {len(referrals)} 张单据"
            make(page, words, len(referrals), work, lambda pdf: hand_out(page, pdf, title))

        _seal_all(page, referrals, own, draw)

    page.desk.read(page, store.form_and_slips, own, today, done=known, failed=page.show_fault)


def _seal_all(
    page: Page, referrals: Sequence[Referral], own: str, done: Callable[[Mapping[str, Sequence[str]]], None]
) -> None:
    """Make the codes of slips of both kinds, each case by its id."""
    out, back = (
        tuple(one.id for one in referrals if paper_of(one, own) == paper) for paper in ("transfer_out", "return")
    )

    def sealed_out(made: SealedSlips) -> None:
        def sealed_back(others: SealedSlips) -> None:
            done(made.codes | others.codes)

        page.desk.do(page, SealSlips(referrals=back, paper="return"), sealed_back, page.show_fault)

    page.desk.do(page, SealSlips(referrals=out, paper="transfer_out"), sealed_out, page.show_fault)


def slip_choices(form: CountyForm) -> tuple[PaperChoice, ...]:
    """Return what a person may choose of a slip; without blocks of the county there is the national form alone."""
    own = form.layout
    found = [
        _size(form),
        PaperChoice("copies", "联数", (Chip("1", "单张"), Chip("2", "两联"), Chip("3", "三联")), first=str(own.copies)),
    ]
    if own.blocks or own.letterhead:
        found.insert(0, PaperChoice("form", "版式", (Chip(_LOCAL, "本县版式"), Chip(_NATIONAL, "国家版式"))))
    if form.takes_signed:
        found.append(PaperChoice("sign", "签名", (Chip(_PLAIN, "手签"), Chip(_SIGNED, "留电子签名处"))))
    return tuple(found)


def chosen_layout(form: CountyForm, values: Mapping[str, str]) -> Layout:
    """Return the layout of what was chosen."""
    local = values.get("form", _NATIONAL) == _LOCAL
    own = form.layout
    return replace(
        own,
        blocks=own.blocks if local else (),
        letterhead=own.letterhead if local else "",
        copies=int(values.get("copies", "1")),
        is_half=values.get("size") == _HALF,
        has_fields=values.get("sign") == _SIGNED,
    )


def _size(form: CountyForm) -> PaperChoice:
    first = _HALF if form.layout.is_half else _FULL
    return PaperChoice("size", "纸张", (Chip(_FULL, "A4"), Chip(_HALF, "半张 A4")), first=first)


def _enclosed_choices(form: CountyForm) -> tuple[PaperChoice, ...]:
    kinds = (Chip(_CONSENT, "知情同意书"), Chip(_HANDOVER, "资料交接清单"))
    return PaperChoice("kind", "单据", kinds), _size(form)


def _slip(
    referral: Referral, paper: str, form: CountyForm, at: datetime, code: Sequence[str], values: Mapping[str, str]
) -> bytes:
    is_out = paper == "transfer_out"
    paint: Callable[..., bytes] = slips.transfer_out if is_out else slips.return_slip
    copy = referral.prints if is_out else referral.return_prints
    return paint(referral, copy=copy, layout=chosen_layout(form, values), code=code, at=at)


def _enclosed(
    referral: Referral, form: CountyForm, files: Sequence[Attached], at: datetime, values: Mapping[str, str]
) -> bytes:
    is_half = values.get("size") == _HALF
    if values.get("kind") == _HANDOVER:
        enclosed = [(one.attachment.name, _FILE) for one in files]
        return handover.handover_list(referral, at=at, records=form.records, enclosed=enclosed, is_half=is_half)
    return consent.consent_form(referral, at=at, text=form.consent, is_half=is_half)

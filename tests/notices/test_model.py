"""A notice: open while the other has to decide, ended once, told again when it has ended."""

from __future__ import annotations

from datetime import date
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.capabilities.judging import CLINIC
from tests.capabilities.judging import STRANGER
from tests.capabilities.judging import refused
from tests.capabilities.judging import ruling
from tests.capabilities.judging import tianmen
from tests.fakes.time import NOON
from yigongti_desktop.notices import model
from yigongti_desktop.notices import service
from yigongti_desktop.notices.model import OPEN
from yigongti_desktop.notices.model import Answer
from yigongti_desktop.notices.model import Notice
from yigongti_desktop.notices.model import Rival
from yigongti_desktop.notices.model import Stands
from yigongti_desktop.notices.model import State

STANDS = Stands(record_kind="contract", record="c-1", part="岳口-20261123-A-001", institution=CLINIC)
RIVAL = Rival(institution=STRANGER, institution_name="多宝镇卫生院", team="多宝团队", on=date(2026, 11, 3))


def asked() -> Notice:
    """Return a notice that is just made."""
    return model.ask(None, STANDS, RIVAL, "e-1", ruling(STRANGER, record="n-1"))


def test_a_notice_is_written_once_and_goes_to_both_units_and_nobody_else() -> None:
    notice = asked()
    assert (notice.state, notice.is_news, notice.event) == (State.ASKED, True, "e-1")
    assert model.ask(notice, STANDS, RIVAL, "e-2", ruling(STRANGER)) is notice
    assert model.streams(notice) == {f"unit:{CLINIC}", f"unit:{STRANGER}"}


def test_only_whoever_came_second_answers_and_only_whoever_was_first_takes_note() -> None:
    with refused("not_holder"):
        model.answer(asked(), Answer.WITHDRAWN, ruling(CLINIC))
    with refused("not_holder"):
        model.take_note(asked(), State.ASKED, ruling(STRANGER))


def test_a_desk_that_has_no_notice_yet_shows_its_answer_to_nobody_and_the_hub_refuses_one_that_never_was() -> None:
    shown = model.answer(None, Answer.WITHDRAWN, ruling(STRANGER, record="n-1"))
    assert (shown.institution, shown.state) == ("", State.WITHDRAWN)
    final = ruling(STRANGER, record="n-1")
    with refused("not_found"):
        model.answer(None, Answer.WITHDRAWN, replace(final, final=True))
    with refused("not_found"):
        model.take_note(None, State.ASKED, final)
    with refused("not_found"):
        model.end(None, State.STANDS, final)


def test_an_open_notice_goes_along_and_is_new_there_and_one_that_has_ended_stays() -> None:
    noted = model.take_note(asked(), State.ASKED, ruling(CLINIC))
    moved = model.follow(noted, "tianmen.other")
    assert (moved.institution, moved.is_news) == ("tianmen.other", True)
    ended = model.end(noted, State.STANDS, ruling(STRANGER))
    assert model.follow(ended, "tianmen.other") is ended


def test_all_notices_of_a_record_are_found_in_their_order() -> None:
    known = tianmen()
    for place in range(3):
        record = model.notice_id("contract", "c-1", place)
        known.put("notice", model.ask(None, STANDS, RIVAL, f"e-{place}", ruling(STRANGER, record=record)))
    assert [one.event for one in model.notices_of("contract", "c-1", known)] == ["e-0", "e-1", "e-2"]
    assert model.notices_of("service", "c-1", known) == []


def test_who_is_refused_again_and_again_for_one_record_fills_nobodys_list() -> None:
    known = tianmen()
    for place in range(model.MOST + 5):
        telling = service.tell(STANDS, RIVAL, ruling(STRANGER, register=known))
        assert (telling is None) == (place >= model.MOST)
        if telling is not None:
            known.put("notice", model.ask(None, STANDS, RIVAL, f"e-{place}", ruling(STRANGER, record=telling.record)))
    assert len(model.notices_of("contract", "c-1", known)) == model.MOST


MOVES = st.lists(
    st.one_of(
        st.tuples(st.just("answer"), st.sampled_from(list(Answer))),
        st.tuples(st.just("end"), st.sampled_from([State.STANDS, State.BESIDE, State.AGAIN])),
        st.tuples(st.just("note"), st.sampled_from(list(State))),
    ),
    max_size=8,
)


@given(MOVES)
def test_whatever_comes_in_whatever_order_it_ends_once_and_what_was_read_stays_read(
    moves: list[tuple[str, str]],
) -> None:
    notice, first_end = asked(), ""
    for hour, (what, value) in enumerate(moves):
        was, at = notice, NOON + timedelta(hours=hour)
        if what == "answer":
            notice = model.answer(notice, Answer(value), ruling(STRANGER, at))
        elif what == "end":
            notice = model.end(notice, State(value), ruling(STRANGER, at))
        else:
            notice = model.take_note(notice, State(value), ruling(CLINIC, at))
        if was.state not in OPEN:
            assert (notice.state, notice.ended_at) == (was.state, was.ended_at)
        assert (notice.ended_at is None) == (notice.state in OPEN)
        assert bool(notice.known) >= bool(was.known)
        if not notice.is_open:
            first_end = first_end or notice.state
    assert first_end in {"", notice.state}
    if notice.known and notice.known not in OPEN:
        assert not notice.is_news

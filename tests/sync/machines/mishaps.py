"""What happens to lines, machines and clocks while people work."""

from __future__ import annotations

from datetime import UTC
from datetime import datetime
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.sync.machines.line import FINE
from tests.sync.machines.line import TROUBLES
from tests.sync.machines.line import Weather
from tests.sync.machines.people import People
from tests.sync.machines.town import PICKS

#: Rows that a talk begins with: few, so that it takes several exchanges and one is asked ahead while another is saved.
ROWS = st.sampled_from([0, 1, 1, 2, 5])
WEATHER = st.builds(Weather, st.sampled_from(TROUBLES), st.integers(0, 2), st.integers(0, 100))
_DEAD_BATTERY = datetime(2009, 1, 1, tzinfo=UTC)
_FAR_AHEAD = datetime(2099, 12, 31, tzinfo=UTC)


class County(People):
    """People at work, and what happens to them."""

    @rule(who=PICKS, rows=ROWS)
    def sync_in_fine_weather(self, who: int, rows: int) -> None:
        talk = self.sync(self._desk(who), FINE, rows=rows)
        assert not talk.code, talk

    @rule(who=PICKS, weather=WEATHER, rows=ROWS)
    def sync_in_trouble(self, who: int, weather: Weather, rows: int) -> None:
        talk = self.sync(self._desk(who), weather, rows=rows)
        assert talk.code in {"", "line_cut", "hub_unreachable"}, talk

    @rule(who=PICKS, rows=ROWS, most=st.integers(0, 2))
    def stop_a_sync(self, who: int, rows: int, most: int) -> None:
        left = iter(range(most))
        self.sync(self._desk(who), FINE, rows=rows, go=lambda _come: next(left, None) is not None)

    @rule(who=PICKS, rows=ROWS, commits=st.integers(0, 6))
    def kill_a_desk_in_a_sync(self, who: int, rows: int, commits: int) -> None:
        self.die_in_a_talk(self._desk(who), commits, rows)

    @rule(pick=PICKS)
    def deliver_what_was_kept_back(self, pick: int) -> None:
        if self.kept_back:
            self.deliver_late(pick)

    @rule(who=PICKS)
    def close_and_open_a_desk(self, who: int) -> None:
        self.reopen(self._desk(who))

    @rule()
    def restart_the_hub(self) -> None:
        self.restart_hub()

    @rule(who=PICKS, hours=st.sampled_from([-30, -1, 0, 1, 30]))
    def set_a_clock_by_hand(self, who: int, hours: int) -> None:
        self.clocks[self._desk(who)].at = self.county.clock.at + timedelta(hours=hours)

    @rule(who=PICKS, at=st.sampled_from([_DEAD_BATTERY, _FAR_AHEAD]))
    def let_a_clock_lie(self, who: int, at: datetime) -> None:
        self.clocks[self._desk(who)].at = at

    @rule(hours=st.integers(1, 60))
    def time_goes_by(self, hours: int) -> None:
        self.county.clock.advance(hours=hours)
        for clock in self.clocks.values():
            clock.advance(hours=hours)

    @rule()
    def the_hub_keeps_house(self) -> None:
        self.county.hub.keep_house()

    def _desk(self, who: int) -> str:
        return self.names[who % len(self.names)]

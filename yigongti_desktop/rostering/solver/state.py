"""What is left to people of their graphs, side by side."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from yigongti_desktop.rostering.solver.graph import Floats
from yigongti_desktop.rostering.solver.graph import Ints
from yigongti_desktop.rostering.solver.graph import alike


@dataclass(frozen=True)
class State:
    """What is left to people: as `Pricer` has it."""

    #: Of people, days and duties; infinite where a duty is not left.
    costs: Floats
    #: By day: next state by duty and state; the place after the last one stands for no way.
    steps: list[Ints]
    #: By day: place of the person of each state.
    owners: list[Ints]
    #: By day: what a step costs by itself, by duty and state; None where none does.
    prices: list[Floats | None]
    #: What it costs to end, by state of the last layer, and infinite at its end.
    last: Floats


def joined(state: State) -> State:
    """Return the same with states of a person joined from which the same goes on."""
    firsts, places = alike(np.stack([_last_owners(state), state.last[:-1].view(np.int64)]).T)
    lasts = state.last[:-1][firsts]
    places = np.append(places, len(lasts))
    steps, owners, prices = [], [], []
    for step, owner, price in zip(reversed(state.steps), reversed(state.owners), reversed(state.prices), strict=True):
        followed, nothing = places[step], places[-1]
        signs = [owner, *followed]
        if price is not None:
            price = np.where(followed == nothing, 0.0, price)  # noqa: PLW2901 # what a way to nowhere costs is nothing
            signs += [*price.view(np.int64)]
        firsts, places = alike(np.stack(signs).T)
        steps.append(followed[:, firsts])
        owners.append(owner[firsts])
        prices.append(None if price is None else price[:, firsts])
        places = np.append(places, len(firsts))
    firsts = np.argsort(owners[-1])  # of the first layer, people are in their order
    steps[-1], owners[-1] = steps[-1][:, firsts], owners[-1][firsts]
    prices[-1] = None if prices[-1] is None else prices[-1][:, firsts]
    return State(state.costs, steps[::-1], owners[::-1], prices[::-1], np.append(lasts, np.inf))


def _last_owners(state: State) -> Ints:
    """Return the place of the person of each state of the last layer."""
    owners, step = np.zeros(len(state.last), np.int64), state.steps[-1]
    owners[step] = np.broadcast_to(state.owners[-1], step.shape)
    return owners[:-1]

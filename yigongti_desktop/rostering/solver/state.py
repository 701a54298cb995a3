"""What is left to people of their graphs, side by side."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from yigongti_desktop.rostering.solver.graph import Floats
from yigongti_desktop.rostering.solver.graph import Ints


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
    firsts, places = _alike([_last_owners(state), state.last[:-1].view(np.int64)])
    lasts = state.last[:-1][firsts]
    places = np.append(places, len(lasts))
    steps, owners, prices = [], [], []
    for step, owner, price in zip(reversed(state.steps), reversed(state.owners), reversed(state.prices), strict=True):
        followed, nothing = places[step], places[-1]
        signs = [owner, *followed]
        if price is not None:
            price = np.where(followed == nothing, 0.0, price)  # noqa: PLW2901 # what a way to nowhere costs is nothing
            signs += [*price.view(np.int64)]
        firsts, places = _alike(signs)
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


def _alike(signs: list[Ints]) -> tuple[Ints, Ints]:
    """Return where each different column is first, and which of those each column is like."""
    weights = np.random.default_rng(0).integers(1, 1 << 62, len(signs))
    figures = sum(sign * weight for sign, weight in zip(signs, weights, strict=True))
    _, firsts, places = np.unique(figures, return_index=True, return_inverse=True)
    if any(not np.array_equal(sign[firsts[places]], sign) for sign in signs):  # two columns came to one figure
        _, firsts, places = np.unique(np.stack(signs), axis=1, return_index=True, return_inverse=True)
    return firsts, places.ravel()

"""Many claims of one quantity, held against trying every set of them."""

from fractions import Fraction
from itertools import chain, combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from tallystick.model import Bound, Claim, Kind, Ledger, Measure, Quantity, Schema
from tallystick.reconcile import direct, find_conflicts
from tallystick.reconcile.components import Component, System
from tallystick.reconcile.variables import Series, Stated, Variable
from tallystick.solving.intervals import span_of
from tallystick.solving.propagation import Network

SERIES = Series("m", ())


@st.composite
def said(draw: st.DrawFn) -> Bound:
    low = draw(st.integers(0, 5))
    high = low + draw(st.integers(0, 3))
    ends = draw(st.sampled_from(["both", "low", "high"]))
    is_open = low < high and draw(st.booleans())
    return Bound(
        None if ends == "high" else Fraction(low),
        None if ends == "low" else Fraction(high),
        is_open and ends != "high",
        is_open and ends != "low",
    )


def system_of(bounds: list[Bound], measure: Measure) -> tuple[System, Component]:
    system = System()
    system.add(Variable(SERIES, (0, 0)), measure)
    for number, bound in enumerate(bounds):
        system.stated.append(Stated(Claim(f"c{number}", "m", Quantity(bound, "")), (0, 0), "", bound))
        system.places.append((0,))
    return system, Component(system, (0,), (), (), tuple(range(len(bounds))))


def agree(kept: set[int], bounds: list[Bound], measure: Measure) -> bool:
    whole = [0] if measure.kind is Kind.COUNT else []
    told = [[(0, span_of(bounds[label]))] for label in sorted(kept)]
    return Network([span_of(measure.range)], [], told, whole=whole).run() is None


@settings(max_examples=150, deadline=None)
@given(
    st.lists(said(), min_size=2, max_size=6),
    st.lists(st.sampled_from([None, 1, 2, Fraction(1, 2)]), min_size=6, max_size=6),
    st.sampled_from([Kind.QUANTITY, Kind.COUNT]),
    st.sampled_from([Bound(), Bound(Fraction(1), Fraction(6), low_open=True)]),
)
def test_the_cheapest_sets_are_those_that_trying_every_set_finds(
    bounds: list[Bound], weights: list[Fraction | int | None], kind: Kind, outer: Bound
) -> None:
    measure, everyone = Measure("m", kind, range=outer), range(len(bounds))
    costs = [None if weight is None else Fraction(weight) for weight in weights[: len(bounds)]]
    free = [label for label in everyone if costs[label] is not None]
    mends = {
        frozenset(dropped): sum((costs[label] for label in dropped), Fraction(0))
        for dropped in chain.from_iterable(combinations(free, size) for size in range(len(free) + 1))
        if agree(set(everyone) - set(dropped), bounds, measure)
    }
    expected = {dropped for dropped, cost in mends.items() if cost == min(mends.values())}
    plan = direct.cheapest(system_of(bounds, measure)[1], costs, cap=99)
    assert set(plan.sets) == expected
    assert plan.complete


def test_a_thousand_figures_for_one_quantity_are_one_sweep_and_what_is_not_listed_is_said() -> None:
    claims = tuple(Claim(f"c{n}", "m", Quantity(Bound(Fraction(n), Fraction(n)), "")) for n in range(1000))
    found = find_conflicts(Ledger(Schema({"m": Measure("m")}, {}), claims))
    assert len(found.conflicts) == 16
    assert len(found.conflicts[0].corrections[0].changes) == 999
    assert "there may be more, or smaller, ways to mend it" in found.findings[0].message
    assert "994 more" in found.findings[0].fix


def test_of_many_words_the_one_most_say_stays() -> None:
    measure = Measure("m", Kind.CATEGORY, values=("open", "closed"))
    system, component = system_of([Bound()] * 14, measure)
    system.stated[:] = [one._replace(word="closed" if n % 5 else "open") for n, one in enumerate(system.stated)]
    plan = direct.cheapest(component, [Fraction(1)] * 14, cap=9)
    assert plan.sets == (frozenset({0, 5, 10}),)

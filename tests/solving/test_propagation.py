"""Propagation held against elimination: on trees it decides, dropping and putting back changes nothing else."""

from fractions import Fraction
from itertools import starmap

from hypothesis import given, settings
from hypothesis import strategies as st

from tallystick.meaning.formula import Formula, every, linear
from tallystick.solving.alternatives import propose
from tallystick.solving.case_oracles import CaseOracle, CyclicOracle
from tallystick.solving.conflicts import find_all
from tallystick.solving.propagation import Network
from tallystick.solving.rows import Row, Span, Statement
from tallystick.solving.trees import TreeOracle

# A tree of three rows over seven unknowns: 0 with 1 and 2, 1 with 3 and 4, 2 with 5 and 6.
SHAPE = ((0, 1, 2), (1, 3, 4), (2, 5, 6))


@st.composite
def trees(draw: st.DrawFn) -> tuple[list[Span], list[Row], list[Statement]]:
    rows = [
        Row(
            shape,
            tuple(draw(st.sampled_from([-2, -1, 1, 2])) for _ in shape),
            draw(st.sampled_from(["==", "<=", "<"])),
            draw(st.integers(-3, 3)),
        )
        for shape in SHAPE
    ]
    ranges = [Span(draw(st.sampled_from([None, 0, -5]))) for _ in range(7)]
    claims = [[(unknown, draw(spans()))] for unknown in draw(st.lists(st.integers(0, 6), min_size=2, max_size=8))]
    return ranges, rows, claims


@st.composite
def spans(draw: st.DrawFn) -> Span:
    low = draw(st.integers(-4, 4))
    high = low + draw(st.integers(0, 2))
    is_open = low < high and draw(st.booleans())
    shape = draw(st.sampled_from(["both", "low", "high"]))
    return Span(
        None if shape == "high" else Fraction(low),
        None if shape == "low" else Fraction(high),
        low_open=is_open and shape != "high",
        high_open=is_open and shape != "low",
    )


def as_formula(unknown: int, span: Span) -> Formula:
    name = f"v{unknown}"
    low = [] if span.low is None else [linear({name: 1}, ">" if span.low_open else ">=", span.low)]
    high = [] if span.high is None else [linear({name: 1}, "<" if span.high_open else "<=", span.high)]
    return every([*low, *high])


@settings(max_examples=100, deadline=None)
@given(trees(), st.lists(st.sets(st.integers(0, 7)), max_size=4))
def test_a_component_with_cycles_is_decided_by_both_together(
    tree: tuple[list[Span], list[Row], list[Statement]], drops: list[set[int]]
) -> None:
    ranges, rows, claims = tree
    rows = [*rows, Row((3, 5), (1, -1), "<=", 0), Row((0, 6), (1, 1), "==", 1)]
    cases, network = as_cases(ranges, rows, claims), Network(ranges, rows, claims, limit=100)
    both = CyclicOracle(network, cases.hard, cases.statements, names=[f"v{unknown}" for unknown in range(7)])
    for dropped in [set[int](), *drops]:
        gone = {label for label in dropped if label < len(claims)}
        assert (both.without(gone) is None) == (cases.without(gone) is None)
        if cases.without(gone) is None:
            assert [both.reach(gone, unknown) for unknown in range(7)] == [
                cases.reach(gone, unknown) for unknown in range(7)
            ]
    mine, other = find_all(both, cap=99), find_all(cases, cap=99)
    assert {core.labels for core in mine.cores} == {core.labels for core in other.cores}


def as_cases(ranges: list[Span], rows: list[Row], claims: list[Statement]) -> CaseOracle:
    hard = [
        linear({f"v{u}": c for u, c in zip(r.unknowns, r.coefficients, strict=True)}, r.relation, r.constant)
        for r in rows
    ]
    said = [every(starmap(as_formula, told)) for told in claims]
    names = [f"v{unknown}" for unknown in range(7)]
    return CaseOracle([*hard, *starmap(as_formula, enumerate(ranges))], said, names=names)


@settings(max_examples=150, deadline=None)
@given(trees(), st.lists(st.sets(st.integers(0, 7)), max_size=5))
def test_propagation_decides_a_tree_whatever_has_been_dropped_before(
    tree: tuple[list[Span], list[Row], list[Statement]], drops: list[set[int]]
) -> None:
    cases, network = as_cases(*tree), Network(*tree)
    for dropped in [set[int](), *drops, set[int]()]:
        gone = {label for label in dropped if label < len(tree[2])}
        core, other = network.set_dropped(gone), cases.without(gone)
        assert (core is None) == (other is None)
        if core is not None:
            assert not core.labels & gone
            assert cases.ask(core.labels) is not None


@settings(max_examples=60, deadline=None)
@given(trees())
def test_conflict_sets_and_corrections_of_a_tree_are_those_of_elimination(
    tree: tuple[list[Span], list[Row], list[Statement]],
) -> None:
    cases, network = as_cases(*tree), TreeOracle(Network(*tree))
    mine, other = find_all(network, cap=99), find_all(cases, cap=99)
    assert {core.labels for core in mine.cores} == {core.labels for core in other.cores}
    weights = [Fraction(1)] * len(tree[2])
    first, second = propose(network, weights), propose(cases, weights)
    hopeless = [any(not one.sets for one in found) for found in (first, second)]
    assert hopeless[0] == hopeless[1]
    if hopeless[0]:
        # The rows alone contradict each other: no claim can mend that.
        return
    # Which conflict sets came up first decides the groups, never what mending costs or whether it mends.
    assert sum(len(one.sets[0]) for one in first) == sum(len(one.sets[0]) for one in second)
    for mending in first:
        assert all(cases.without(one | mending.elsewhere[0]) is None for one in mending.sets)


def test_a_cycle_of_differences_stops_at_its_limit_and_hands_over() -> None:
    rows = [Row((a, b), (1, -1), "<=", -1) for a, b in ((0, 1), (1, 2), (2, 0))]
    network = Network([Span(0), Span(), Span()], rows, [], limit=50)
    assert network.run() is None
    assert network.agenda


def test_a_core_names_the_statements_and_rows_it_rests_on() -> None:
    rows = [Row((0, 1, 2), (1, -1, -1), "==", 0), Row((3, 4), (1, -1), "==", 0)]
    told = [[(unknown, Span(value, value))] for unknown, value in enumerate((10, 4, 5, 1))]
    core = Network([Span()] * 5, rows, told).run()
    assert core is not None
    assert (core.labels, core.rows) == ({0, 1, 2}, {0})

"""Showing an expression: one normal spelling, which reads back as the same tree."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.bounds import show_number
from tallystick.expressions import (
    And,
    Call,
    Compare,
    IfThen,
    Member,
    Missing,
    Name,
    Negate,
    Not,
    Number,
    Or,
    Power,
    Product,
    Sum,
    Text,
    Truth,
    parse,
    show,
)
from tallystick.model import Bound, Quantity


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("2*(x - y)>=  z", "2 * (x - y) >= z"),
        ("(a and b) and c", "(a and b) and c"),
        ("x - (y - z)", "x - (y - z)"),
        ("(x ** y) ** z", "(x ** y) ** z"),
        ("(-2) ** 2", "(-2) ** 2"),
        ("not(x>1)", "not x > 1"),
        ("if(a)then b", "if a then b"),
        ("x≥1", "x >= 1"),
        ("x in {\"a\",'b'}", 'x in {"a", "b"}'),
    ],
)
def test_one_spelling_for_each_tree(written, shown):
    assert show(parse(written)) == shown


def test_a_leaf_may_be_shown_as_something_else():
    spelled = {Name("x"): ("at most 3", False), Name("y"): ("7", True)}
    assert show(parse("2 * x + y"), spelled.get) == "2 * (at most 3) + 7"


def _number(value: Fraction) -> Number:
    return Number(Quantity(Bound(value, value), text=show_number(value)))


_leaves = st.one_of(
    st.sampled_from(
        [Name("x"), Name("y"), Name("offer-2"), Name("2 t"), Name("in"), Text('a "b" \\'), Truth(value=True)]
    ),
    st.decimals(-1000, 1000, places=2).map(lambda value: _number(Fraction(value))),
)


def _several(parts):
    return st.lists(parts, min_size=2, max_size=3).map(tuple)


def _signed(node, parts):
    signs = st.sampled_from([1, -1])
    three = st.tuples(parts, signs, parts, signs, parts)
    return three.map(lambda drawn: node(drawn[::2], (1, *drawn[1::2])))


def _larger(parts):
    pair = st.tuples(parts, parts)
    return st.one_of(
        _signed(Sum, parts),
        _signed(Product, parts),
        pair.map(lambda each: Power(*each)),
        pair.map(lambda each: Compare(each, ("<=",))),
        parts.filter(lambda part: not isinstance(part, Number)).map(Negate),
        parts.map(Not),
        parts.map(Missing),
        _several(parts).map(And),
        _several(parts).map(Or),
        _several(parts).map(lambda each: Call("max", each)),
        pair.map(lambda each: Member(each[0], each[1:])),
        st.tuples(parts, parts, parts).map(lambda each: IfThen(*each)),
    )


@given(st.recursive(_leaves, _larger, max_leaves=12))
def test_what_is_shown_reads_back_as_the_same_tree(tree):
    assert parse(show(tree)) == tree

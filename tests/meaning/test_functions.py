"""The one table of functions: what is refused, what each comes to, and that a new one needs nothing else."""

from fractions import Fraction

import pytest

from tallystick import RuleSet
from tallystick.errors import ExpressionError
from tallystick.meaning import Symbol, Translator, arithmetic, parse
from tallystick.meaning.functions import FUNCTIONS, Function
from tallystick.meaning.symbols import Names
from tallystick.model import Bound
from tallystick.solving import kleene
from tallystick.solving.allowance import Allowance
from tallystick.testing import audit_files


class Bounded(Names):
    """Names as plain numbers within their bounds."""

    def __init__(self, **bounds):
        self.bounds = bounds

    def one(self, name):
        low, high = self.bounds[name]
        return Symbol(name, bound=Bound(Fraction(low), Fraction(high)))

    def each(self, names, by=()):
        yield self


def verdict(statement, **bounds):
    work = Translator(Bounded(**bounds))
    return kleene.judge(work.statement(parse(statement)), work.unknowns, allowance=Allowance()).verdict.value


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("averge(x) > 1", r"function 'averge' is not known \(nearest: 'mean'\)"),
        ("average(x) > 1", "nearest: 'mean'"),
        ("near(x, y) > 1", r"near\(\) takes 3 arguments, not 2"),
        ("rank(x) == 1", r"rank\(\) takes 2 arguments, not 1"),
        ("__import__('os')", "function '__import__' is not known"),
    ],
    ids=["typo", "another language", "too few", "rank alone", "python"],
)
def test_a_call_the_table_does_not_have_is_refused_at_its_column(text, message):
    with pytest.raises(ExpressionError, match=message) as caught:
        parse(text)
    assert caught.value.column == 1


@pytest.mark.parametrize(
    ("statement", "bounds", "expected"),
    [
        ("floor(x) == 2", {"x": ("2.1", "2.9")}, "holds"),
        ("floor(-x) == -3", {"x": ("2.1", "2.9")}, "holds"),
        ("ceil(x) == 3", {"x": ("2.1", "3")}, "holds"),
        ("round(x) == 3", {"x": ("2.5", "3.4")}, "holds"),
        ("round(-x) == -3", {"x": ("2.5", "3.4")}, "holds"),
        ("round(x, 0.5) == 2.5", {"x": ("2.3", "2.6")}, "holds"),
        ("round(x) == 3", {"x": ("2.4", "2.6")}, "unknown"),
        ("round(x) == 4", {"x": ("2.4", "2.6")}, "breaks"),
        ("sqrt(x) <= 3", {"x": (4, 9)}, "holds"),
        ("sqrt(x) > 3", {"x": (4, 9)}, "breaks"),
        ("sqrt(x) ** 2 == x", {"x": (4, 9)}, "holds"),
        ("sqrt(2) ** 2 == 2", {}, "holds"),
        ("sqrt(x) >= 0", {"x": (-1, 4)}, "unknown"),
        ("exp(x) > 0", {"x": (-9, 9)}, "holds"),
        ("exp(0) == 1", {}, "holds"),
        ("exp(1) < 2.72 and exp(1) > 2.71", {}, "holds"),
        ("log(x) >= 0", {"x": (1, 5)}, "holds"),
        ("log(x) < 0.7", {"x": (1, 2)}, "holds"),
        ("log(x) > 0.7", {"x": (1, 2)}, "breaks"),
        ("log(x) > 0", {"x": (0, 5)}, "unknown"),
        ("if x > 1 then floor(x) >= 1", {"x": (0, 5)}, "holds"),
        ("floor(x) <= x", {"x": (0, 5)}, "holds"),
        ("floor(x) > x - 1", {"x": (0, 5)}, "holds"),
        ("max(x, y) >= x", {"x": (0, 5), "y": (1, 2)}, "holds"),
        ("abs(x - y) <= 5", {"x": (0, 5), "y": (1, 2)}, "holds"),
        ("(if x > 1 then x else 1) >= 1", {"x": (0, 5)}, "holds"),
        ("exactly_one(x > 1)", {"x": (2, 3)}, "holds"),
        ("is_linear_sequence(x)", {"x": (2, 2)}, "holds"),
        ("unique_per(x)", {"x": (2, 2)}, "holds"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_a_function_comes_to(statement, bounds, expected):
    assert verdict(statement, **bounds) == expected


def test_a_function_that_cannot_be_told_exactly_says_so():
    work = Translator(Bounded())
    found = kleene.judge(work.statement(parse("exp(1) == 2.718281828")), work.unknowns, allowance=Allowance())
    assert found.verdict.value == "breaks"
    work = Translator(Bounded(x=(1, 2)))
    found = kleene.judge(work.statement(parse("exp(x) == x + 2")), work.unknowns, allowance=Allowance())
    assert (found.verdict.value, found.reason) == ("unknown", "not decided")


SCHEMA = "measures:\n  load: {unit: tonne, dimensions: [ship]}\n"
CLAIMS = "claims:\n  - {id: a, measure: load, ship: A, value: 3 t}\n"


def test_a_new_function_needs_its_line_in_the_table_and_nothing_else(monkeypatch):
    def twice(work, call):
        part = work.amount(call.arguments[0])
        return arithmetic.total([part, part], [1, 1], work.unknowns)

    new = Function("twice", "x", 1, 1, "two of them", twice)
    monkeypatch.setitem(FUNCTIONS, "twice", new)
    files = {"schemas/m.yaml": SCHEMA, "data/c.yaml": CLAIMS}
    checks = "checks:\n  - {id: k, assert: twice(a) == 6 t}\n  - {id: l, assert: twice(a) == 7 t, exactly: true}\n"
    assert [r.verdict.value for r in audit_files({**files, "checks/c.yaml": checks}).checks] == ["holds", "breaks"]
    relations = "relations:\n  - {id: k, for each: [ship], holds: twice(load) <= 5 t}\n"
    assert "CF02" in {f.code for f in audit_files({**files, "schemas/r.yaml": relations}).findings}
    assert RuleSet(["twice(x) >= 4"]).bounds()["x"].low == 2


def test_every_function_of_the_table_has_its_line_in_the_docs():
    from pathlib import Path

    page = (Path(__file__).parents[2] / "docs/checks-language.md").read_text("utf-8")
    assert [function.spelled for function in FUNCTIONS.values() if f"`{function.spelled}`" not in page] == []



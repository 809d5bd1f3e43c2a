"""Print agrees, or it does not (DESIGN §4)."""

import pytest

from tallystick.testing import audit_files

SCHEMA = """measures:
  mass: {unit: tonne, dimensions: [of]}
  length: {unit: metre, dimensions: [of]}
  part: {unit: percent, dimensions: [of]}
  fee: {unit: EUR, dimensions: [of]}
  votes: {kind: count, dimensions: [of]}
"""


def judged(claims, assertion, **keys):
    """The result and the codes of one check over claims `name: (measure, value)`."""
    rows = "".join(f"  - {{id: {name}, measure: {m}, of: {name}, value: '{value}'}}\n" for name, (m, value) in claims.items())
    more = "".join(f", {key}: {value}" for key, value in keys.items())
    check = f"checks:\n  - {{id: k, assert: '{assertion}'{more}}}\n"
    audit = audit_files({"schemas/m.yaml": SCHEMA, "data/c.yaml": "claims:\n" + rows, "checks/k.yaml": check})
    (result,) = audit.checks
    return result.verdict.value, result.agrees and result.agrees.value, sorted(f.code for f in audit.findings)


SUM = {"a": ("mass", "56,379 t"), "b": ("mass", "1,533 t"), "c": ("mass", "57,913 t")}


def test_a_total_that_rounding_explains_holds_in_print_without_a_finding():
    assert judged(SUM, "a + b == c") == ("holds", "in print", [])


def test_a_total_that_is_right_holds_exactly_and_rounding_does_not_undermine_it():
    claims = {**SUM, "c": ("mass", "57,912 t")}
    assert judged(claims, "a + b == c") == ("holds", "exactly", [])


def test_a_total_beyond_what_rounding_carries_breaks():
    claims = {**SUM, "c": ("mass", "57,914 t")}
    assert judged(claims, "a + b == c") == ("breaks", None, ["CK01"])


def test_figures_whose_roundings_only_touch_break_and_stay_broken():
    assert judged({"a": ("mass", "12 t"), "b": ("mass", "13 t")}, "a == b") == ("breaks", None, ["CK01"])


def test_who_asks_for_exactly_is_told_of_every_unit():
    assert judged(SUM, "a + b == c", exactly="true")[:2] == ("breaks", None)


@pytest.mark.parametrize(
    ("claims", "assertion"),
    [
        ({"a": ("length", "25 m"), "b": ("length", "82 ft")}, "a == b"),
        ({"a": ("length", "5 miles"), "b": ("length", "8 km")}, "a == b"),
        ({"a": ("part", "62 %"), "b": ("part", "25 %"), "c": ("part", "12 %")}, "a + b + c == 100 %"),
        ({"a": ("part", "62 %"), "b": ("part", "26 %"), "c": ("part", "13 %")}, "a + b + c <= 100 %"),
        ({"a": ("mass", "3.02 t"), "b": ("mass", "8.24 t"), "c": ("part", "37 percent")}, "share(a, b) == c"),
        ({"a": ("mass", "10.4 t"), "b": ("mass", "10 t")}, "near(a, b, 0.3 t)"),
        ({"a": ("mass", "1 t"), "b": ("mass", "2 t"), "c": ("mass", "4 t")}, "c < 3 t or a + b == c"),
    ],
    ids=["feet", "miles", "shares of 99", "shares of 101", "share", "near", "one of two"],
)
def test_what_everybody_prints_is_no_disagreement(claims, assertion):
    verdict, agrees, codes = judged(claims, assertion)
    assert (verdict, agrees) == ("holds", "in print")
    assert codes == []


@pytest.mark.parametrize(
    ("claims", "assertion"),
    [
        ({"a": ("mass", "1 million tonnes"), "b": ("mass", "2 million tonnes")}, "a == b"),
        ({"a": ("mass", "1.04 million tonnes"), "b": ("mass", "not more than 1 million tonnes")}, "a == b"),
        ({"a": ("votes", "1,204"), "b": ("votes", "803"), "c": ("votes", "2,006")}, "a + b == c"),
        ({"a": ("fee", "EUR 10.50"), "b": ("fee", "EUR 4.25"), "c": ("fee", "EUR 14.76")}, "a + b == c"),
        ({"a": ("mass", "1.04 t")}, "a <= 1 t"),
        ({"a": ("mass", "1.04 t")}, "a == 1 t"),
    ],
    ids=["touching", "a limit", "votes", "cents", "one figure beside a limit", "a number in a check is exact"],
)
def test_what_print_does_not_round_breaks(claims, assertion):
    assert judged(claims, assertion)[0] == "breaks"


def test_a_limit_leaves_an_equality_open_and_rounding_does_not_close_it():
    claims = {"a": ("mass", "0.9 t"), "b": ("mass", "at most 1 t")}
    assert judged(claims, "a == b")[0] == "unknown"


def test_under_a_negation_and_in_a_condition_nothing_is_excused():
    assert judged(SUM, "not a + b == c")[0] == "holds"
    assert judged(SUM, "a + b != c")[0] == "holds"
    assert judged(SUM, "if a + b == c then c < 5 t")[0] == "holds"


def test_scaled_votes_are_rounded():
    claims = {"a": ("votes", "1.2 million"), "b": ("votes", "0.8 million"), "c": ("votes", "2.1 million")}
    assert judged(claims, "a + b == c")[:2] == ("holds", "in print")


def test_an_inequality_that_rounding_may_turn_says_so():
    assert judged({"a": ("mass", "10.4 t"), "b": ("mass", "10.3 t")}, "a > b") == ("holds", None, ["CK04"])


def test_the_config_may_ask_for_every_unit():
    files = {
        "tally.toml": 'rounding = "exact"\n',
        "schemas/m.yaml": SCHEMA,
        "data/c.yaml": "claims:\n  - {id: a, measure: mass, of: a, value: '1.04 t'}\n  - {id: b, measure: mass, of: b, value: 1 t}\n",
        "checks/k.yaml": "checks:\n  - {id: k, assert: a == b}\n",
    }
    assert audit_files(files).checks[0].verdict.value == "breaks"
    assert audit_files({**files, "tally.toml": ""}).checks[0].agrees.value == "in print"

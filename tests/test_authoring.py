"""A check is refused without its page; claims are converted with their place kept."""

from fractions import Fraction

import pytest

from tallystick.authoring import by_measure, in_unit, rule
from tallystick.errors import CheckDefinitionError, DataError
from tallystick.model import Bound, Category, Claim, Place, Quantity

DOC = "It fails.\n\n## Why it matters\nx\n\n## Fails\nx\n\n## Holds\nx\n\n## Fix\nCorrect it."
LOAD = Claim("load", "mass", Quantity(Bound(Fraction(5), Fraction(5)), "metric_ton"), {"ship": "A"}, place=Place("c.yaml", 3))


@pytest.mark.parametrize(
    ("code", "name", "doc", "said"),
    [
        pytest.param("X1", "too-heavy", DOC, "two letters and two digits", id="code"),
        pytest.param("XA01", "no-load", DOC, "names no fault", id="a-remedy"),
        pytest.param("XA01", "Too heavy", DOC, "names no fault", id="not-a-name"),
        pytest.param("XA01", "too-heavy", "", "no section 'Why it matters'", id="no-page"),
        pytest.param("XA01", "too-heavy", DOC.replace("## Holds", "## Passes"), "no section 'Holds'", id="no-section"),
    ],
)
def test_a_rule_without_code_name_or_page_is_refused(code, name, doc, said):
    with pytest.raises(CheckDefinitionError, match=said):
        rule(code, name, doc)


def test_in_unit_converts_the_claim_with_its_bound():
    assert in_unit(LOAD, "kg") == Bound(Fraction(5000), Fraction(5000))


@pytest.mark.parametrize("claim", [LOAD, Claim("load", "color", Category("red"), place=Place("c.yaml", 3))], ids=["unit", "kind"])
def test_a_claim_that_does_not_convert_keeps_its_place(claim):
    with pytest.raises(DataError) as caught:
        in_unit(claim, "USD")
    assert caught.value.place == "c.yaml:3"


def test_by_measure_keeps_claims_of_these_dimensions():
    assert by_measure([LOAD], "mass", ship="A") == [LOAD]
    assert by_measure([LOAD], "mass", ship="B") == []

"""Groups are separate when no relation, derivation, shared claim or overlapping quote ties them."""

import pytest

from tallystick.testing import audit_files

MEASURES = "measures:\n  mass: {unit: tonne}\n  ore: {unit: tonne}\n  money: {unit: USD}\n"


def separate(claims: str, groups: str = "[[a], [b]]", relations: str = ""):
    files = {
        "schemas/measures.yaml": MEASURES + relations,
        "data/sources/text.txt": "Alpha sold 5 tonnes and beta 7 tonnes for $3 million.",
        "data/claims.yaml": f"source: sources/text.txt\nclaims:\n{claims}",
        "checks/apart.yaml": f"checks:\n  - {{id: apart, separate: {groups}}}\n",
    }
    audit = audit_files(files)
    return audit.checks[0], [finding for finding in audit.findings if finding.check == "apart"]


def test_groups_that_nothing_ties_hold():
    result, findings = separate("  - {id: a, measure: mass, value: 5 t}\n  - {id: b, measure: money, value: $3 million}\n")
    assert (result.verdict, findings) == ("holds", [])


@pytest.mark.parametrize(
    ("claims", "path"),
    [
        pytest.param(
            "  - {id: a, measure: mass, value: 5 t}\n  - {id: c, measure: mass, value: 5 t, derived_from: [a]}\n"
            "  - {id: b, measure: money, value: $3 million, derived_from: [c]}\n",
            "'a' is the origin of 'c' is the origin of 'b'", id="derivation",
        ),
        pytest.param(
            "  - {id: a, measure: mass, value: 5 t, quote: sold 5 tonnes and beta}\n"
            "  - {id: b, measure: mass, value: 7 t, quote: and beta 7 tonnes}\n",
            "'a' shares words of its quote with 'b'", id="quotes-cross",
        ),
        pytest.param(
            "  - {id: a, measure: mass, value: 7 t, quote: beta 7 tonnes for $3 million}\n"
            "  - {id: b, measure: money, value: $3 million, quote: $3 million}\n",
            "'a' shares words of its quote with 'b'", id="one-quote-inside",
        ),
        pytest.param(
            "  - {id: a, measure: mass, value: 5 t, quote: Alpha sold 5 tonnes and beta 7 tonnes for}\n"
            "  - {id: c, measure: mass, value: 5 t, quote: sold 5 tonnes}\n"
            "  - {id: b, measure: money, value: $3 million, quote: 7 tonnes for $3 million}\n",
            "'a' shares words of its quote with 'b'", id="another-quote-between",
        ),
    ],
)  # fmt: skip
def test_the_finding_names_the_path_that_ties_them(claims, path):
    result, findings = separate(claims)
    assert result.verdict == "breaks"
    assert [finding.code for finding in findings] == ["SP01"]
    assert path in findings[0].message


def test_a_relation_between_their_measures_ties_them():
    claims = "  - {id: a, measure: mass, value: 5 t}\n  - {id: c, measure: mass, value: 6 t}\n  - {id: b, measure: ore, value: 7 t}\n"
    _, findings = separate(claims, relations="relations: [{id: ore-is-more, holds: ore >= mass}]\n")
    assert "'a' is tied by relation 'ore-is-more' to 'b'" in findings[0].message


def test_a_claim_in_both_groups_ties_them():
    _, findings = separate("  - {id: a, measure: mass, value: 5 t}\n", "[[a], [a]]")
    assert "'a' is in both" in findings[0].message


def test_an_unknown_claim_is_named_with_the_nearest_and_the_verdict_is_unknown():
    result, findings = separate("  - {id: aluminum, measure: mass, value: 5 t}\n", "[[aluminum], [aluminium]]")
    assert result.verdict == "unknown"
    assert [(finding.code, "nearest: 'aluminum'" in finding.message) for finding in findings] == [("CK06", True)]

"""Names of a check pair where their shared dimensions agree and their periods meet, whatever else is claimed."""

import pytest

from tallystick.model import Query
from tallystick.testing import audit_files
from tallystick.verdicts.matching import index_claims

SCHEMA = """measures:
  catch: {unit: tonne, dimensions: [port]}
  quota: {unit: tonne, dimensions: [port]}
  code: {kind: category, dimensions: [port], values: [BGO, OSL, KEL]}
  used: {kind: category, values: [BGO, OSL, KEL]}
"""
CATCH = "  - {id: c-bergen, measure: catch, port: Bergen, period: 2020, value: 9 t}\n  - {id: c-oslo, measure: catch, port: Oslo, period: 2020, value: 2 t}\n"
QUOTA = "  - {id: q-oslo, measure: quota, port: Oslo, period: 2020, value: 3 t}\n"


def judged(claims, check):
    files = {"schemas/m.yaml": SCHEMA, "data/c.yaml": "claims:\n" + claims, "checks/k.yaml": f"checks:\n  - {{id: k, {check}}}\n"}
    audit = audit_files(files)
    return audit.checks, [finding for finding in audit.findings if finding.check == "k"]


UNDER = "given: {x: {measure: catch}, y: {measure: quota}}, assert: x <= y"


def test_a_catch_is_held_against_the_quota_of_its_own_port():
    (result,), _ = judged(CATCH + QUOTA, UNDER)
    assert (result.verdict.value, result.claims) == ("holds", ("c-oslo", "q-oslo"))


def test_a_claim_that_has_nothing_to_do_with_it_changes_no_verdict():
    far = "  - {id: q-kiel, measure: quota, port: Kiel, period: 1990, value: 1 t}\n"
    (result,), _ = judged(CATCH + QUOTA + far, UNDER)
    assert (result.verdict.value, result.claims) == ("holds", ("c-oslo", "q-oslo"))


@pytest.mark.parametrize("period", ["2019", "2021"])
def test_names_whose_periods_never_meet_are_told_and_not_compared(period):
    (result,), findings = judged(CATCH + QUOTA.replace("2020", period), UNDER)
    assert (result.verdict.value, [f.code for f in findings]) == ("unknown", ["CK03"])
    assert "'x' and 'y'" in findings[0].message


def test_a_longer_period_meets_those_inside_it():
    (result,), _ = judged(CATCH + QUOTA.replace("2020", "2018/2022"), UNDER)
    assert (result.verdict.value, result.claims) == ("holds", ("c-oslo", "q-oslo"))


def test_what_two_queries_ask_for_in_two_values_differs_on_purpose():
    check = "given: {x: {measure: catch, port: Bergen}, y: {measure: catch, port: Oslo}}, assert: x > 2 * y"
    assert judged(CATCH, check)[0][0].verdict.value == "holds"
    later = CATCH + "  - {id: c-later, measure: catch, port: Oslo, period: 2021, value: 3 t}\n"
    check = "given: {now: {measure: catch, port: Oslo, period: 2021}, before: {measure: catch, port: Oslo, period: 2020}}, assert: 'growth(now, before) == 50 %'"
    assert judged(later, check)[0][0].verdict.value == "holds"


def test_a_claim_by_its_id_goes_with_every_match():
    (result,), _ = judged(CATCH + QUOTA, "given: {x: {measure: catch}}, assert: x < q-oslo * 4")
    assert (result.verdict.value, len(result.matches)) == ("holds", 2)


def test_a_rank_may_be_asked_for_along_a_dimension_where_others_may_be_greater():
    assert judged(CATCH, "assert: 'rank(c-oslo, port) >= 2'")[0][0].verdict.value == "holds"
    assert judged(CATCH, "assert: 'rank(c-bergen, port) == 1'")[0][0].verdict.value == "unknown"
    check = "given: {all: {measure: catch}}, assert: 'rank(c-bergen, all) == 1'"
    assert judged(CATCH, check)[0][0].verdict.value == "holds"


def test_a_word_is_one_of_all_that_a_name_stands_for():
    codes = "  - {id: k-bergen, measure: code, port: Bergen, value: BGO}\n  - {id: k-oslo, measure: code, port: Oslo, value: OSL}\n"
    check = "given: {codes: {measure: code}}, assert: u in codes"
    assert judged(codes + "  - {id: u, measure: used, value: OSL}\n", check)[0][0].verdict.value == "holds"
    assert judged(codes + "  - {id: u, measure: used, value: KEL}\n", check)[0][0].verdict.value == "breaks"


def test_a_query_looks_only_at_claims_that_have_what_it_asks_for():
    files = {"schemas/m.yaml": SCHEMA, "data/c.yaml": "claims:\n" + CATCH + QUOTA}
    index = index_claims(audit_files(files).ledger)
    assert [c.id for c in index.candidates(Query("x", {"measure": "catch", "port": "Oslo"}))] == ["c-oslo"]
    assert [c.id for c in index.candidates(Query("x", {"id": "q-oslo"}))] == ["q-oslo"]

"""`tallystick.audit` is the whole tool for a program: what it takes, what it gives, and what it refuses."""

import pytest

import tallystick

FILES = {
    "tally.toml": "",
    "schemas/m.yaml": "measures: {mass: {unit: t}}\n",
    "data/c.yaml": "claims:\n  - {id: a, measure: mass, value: 5 t}\n  - {id: b, measure: mass, value: 5 tonnez}\n",
    "checks/c.yaml": "checks:\n  - {id: small, assert: a <= 4 t}\n",
}
DRAFT = "The team grew from 40 to 50 people, a rise of 30 percent.\n"


@pytest.fixture
def desk(tmp_path, monkeypatch):
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    (tmp_path / "draft.md").write_text(DRAFT, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_workspace_is_audited_by_its_folder(desk):
    assert sorted(one.code for one in tallystick.audit(desk).findings) == ["CK01", "UN01"]
    assert [one.code for one in tallystick.audit(select=["UN"]).findings] == ["UN01"]


def test_a_document_is_audited_by_its_name(desk):
    assert [one.code for one in tallystick.audit("draft.md").findings] == ["TX01"]


def test_an_audit_says_what_it_holds_of_a_claim_or_a_check(desk):
    audit = tallystick.audit()
    assert audit["a"].claim.value.text == "5 t"
    assert [one.id for one in audit["a"].checks] == ["small"]
    assert [one.code for one in audit["small"].findings] == ["CK01"]
    with pytest.raises(KeyError):
        audit["nobody"]


def test_findings_turn_into_a_frame(desk):
    frame = tallystick.audit().findings.to_polars()
    assert sorted(frame["code"]) == ["CK01", "UN01"]
    assert frame.filter(frame["code"] == "UN01")["claims"].to_list() == [["b"]]
    assert tallystick.audit(ignore=["UN", "CK"]).findings.to_polars().height == 0


def test_a_notebook_shows_a_card_and_escapes_what_users_wrote(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    name = "<b>draft&.md"
    (tmp_path / name).write_text(DRAFT, encoding="utf-8")
    card = tallystick.audit(name)._repr_html_()
    assert "TX01" in card
    assert "<b>draft" not in card
    assert "&lt;b&gt;draft&amp;.md:1" in card


def test_the_representation_is_one_short_line(desk):
    assert repr(tallystick.audit()) == "<Audit: 2 claims, 1 check, 0 ties, 0 conflicts, 2 errors, 0 warnings, 0 notes>"
    assert repr(tallystick.audit("draft.md")).startswith("<Audit: 3 figures, 2 ties, 1 error")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"paths": "nowhere"}, "no file or folder"),
        ({"paths": ["draft.md", "data/c.yaml"]}, "is no document"),
        ({"as_of": "soon"}, "'soon' is not a day"),
        ({"select": ["ZZ99"]}, "ZZ99"),
        ({"prior": "draft.md"}, "are for documents"),
    ],
    ids=["path", "mixed", "day", "code", "prior"],
)
def test_what_cannot_be_audited_is_an_audit_error(desk, arguments, said):
    with pytest.raises(tallystick.AuditError, match=said):
        tallystick.audit(**arguments)

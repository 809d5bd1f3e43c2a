"""Sources are documents: quotes are found with and without markup, numbers are counted where a reader sees them."""

import pytest

from tallystick.auditing import audit_workspace

SCHEMA = "measures: {sold: {unit: t}}\nreadings: {ton: metric_ton}\n"


def audit(tmp_path, name, source, quote="", value="5.4 million tons"):
    (tmp_path / "tally.toml").touch()
    (tmp_path / "schemas").mkdir()
    (tmp_path / "schemas/m.yaml").write_text(SCHEMA, encoding="utf-8")
    (tmp_path / "data/sources").mkdir(parents=True)
    (tmp_path / "data/sources" / name).write_bytes(source.encode())
    quoted = f", quote: '{quote}'" if quote else ""
    claim = f"claims:\n  - {{id: sold, measure: sold, value: {value}, source: sources/{name}{quoted}}}\n"
    (tmp_path / "data/c.yaml").write_text(claim, encoding="utf-8")
    return audit_workspace(tmp_path)


@pytest.mark.parametrize(
    ("name", "source", "quote"),
    [
        ("a.md", "The mill sold **5.4 million** tons of rye.\n", "sold **5.4 million** tons"),
        ("a.md", "The mill sold **5.4 million** tons of rye.\n", "sold 5.4 million tons of rye"),
        ("a.md", "| crop | sold |\n|---|---|\n| rye | 5.4 million tons |\n", "5.4 million tons"),
        ("a.md", "> The mill sold 5.4\n> million tons.\n", "sold 5.4 million tons"),
        ("a.html", "<p>The mill sold <b>5.4</b> million tons<sup>2</sup> of rye.</p>", "sold 5.4 million tons of rye"),
        ("a.csv", "crop,sold\nrye,5.4 million tons\n", "5.4 million tons"),
    ],
    ids=["as-written", "as-seen", "cell", "quotation", "html", "csv"],
)
def test_a_quote_is_found_as_written_and_as_seen(tmp_path, name, source, quote):
    found = audit(tmp_path, name, source, quote)
    assert [finding.message for finding in found.findings if finding.code != "UN02"] == []
    assert found.located[0].claim == "sold"


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("a.md", "1. The mill ran.\n2. It stopped.\n\n```\n40 tons\n```\n<!-- 7 tons -->\n"),
        ("a.html", "<p>The mill<sup>1</sup> ran.<b>Eight people</b></p><script>var n = '9 tons'</script>"),
    ],
    ids=["markdown", "html"],
)
def test_markup_holds_no_numbers(tmp_path, name, source):
    found = audit(tmp_path, name, source)
    assert [number.text for number in found.coverage.numbers if "Eight" not in number.text] == []


def test_an_empty_source_is_said_once(tmp_path):
    found = audit(tmp_path, "a.md", "\n")
    assert [finding.message for finding in found.findings if finding.code == "RD01"] == ["source 'data/sources/a.md' is empty"]

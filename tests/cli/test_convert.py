"""`tally convert`, as a user runs it."""

import pytest


@pytest.fixture
def claims(tmp_path, monkeypatch):
    (tmp_path / "claims.csv").write_text("id,measure,value,by\ncatch,catch,4.2 million t,the ministry\nquota,quota,at most 5 Mt,\n")
    monkeypatch.chdir(tmp_path)


def test_claims_are_printed_or_written_and_what_is_not_carried_is_said_beside_them(tally, claims, tmp_path):
    code, out, err = tally("convert", "claims.csv", "--to", "jsonl")
    assert (code, err, len(out.splitlines())) == (0, "", 2)
    code, out, err = tally("convert", "claims.csv", "--to", "wikibase", "-o", "out/claims.json")
    assert (code, out) == (0, "")
    assert err == "not carried: a bound or a range, which has no amount\n"
    assert '"amount": "+4200000"' in (tmp_path / "out/claims.json").read_text()


def test_parquet_is_written_whole_and_read_back(tally, claims):
    assert tally("convert", "claims.csv", "--to", "parquet", "-o", "claims.parquet")[0] == 0
    assert tally("convert", "claims.parquet", "--to", "csv")[1] == tally("convert", "claims.csv", "--to", "csv")[1]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("claims.csv",), "no format was named"),
        (("claims.csv", "--to", "cvs"), "format 'cvs' is not known (nearest: 'csv')"),
        (("claims.csv", "--to", "parquet"), "parquet is no text to print"),
        (("nothing.csv", "--to", "csv"), "there is no file 'nothing.csv'"),
    ],
    ids=["no-format", "slip", "bytes", "no-file"],
)
def test_what_is_no_format_ends_in_a_message_and_2(tally, claims, arguments, said):
    code, _, err = tally("convert", *arguments)
    assert (code, said in err, "fix:" in err) == (2, True, True)

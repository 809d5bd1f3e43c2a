"""A source as marked-up text: numbers and quotes, claimed or not, cut where they overlap."""

from tallystick.report.article import mark_up

from .sample import TEXT, sample


def pieces():
    audit = sample()
    return [piece for line in mark_up(audit.ledger.sources[0], audit) for piece in line.pieces]


def test_the_text_stays_whole():
    audit = sample()
    assert "\n".join("".join(p.text for p in line.pieces) for line in mark_up(audit.ledger.sources[0], audit)) == TEXT


def test_every_number_says_what_became_of_it():
    kinds = {piece.text: piece.kind for piece in pieces()}
    assert kinds["40"] == "unclaimed"
    assert kinds["three shifts"] == "waived"
    assert kinds["700 kt"] == "claimed"
    assert kinds["2025-02-24"] == "quote"


def test_a_number_in_two_quotes_names_both_claims():
    number = next(piece for piece in pieces() if piece.text == "2 million tons")
    assert number.title == "claimed by offer, twice"


def test_no_link_leads_to_a_claim_that_is_not_shown():
    audit = sample()
    shown = [piece for line in mark_up(audit.ledger.sources[0], audit, {"offer"}) for piece in line.pieces]
    assert {piece.href for piece in shown} == {"", "#claim-offer", "#coverage"}


def test_every_anchor_stands_once():
    names = [name for piece in pieces() for name in piece.ids]
    assert len(names) == len(set(names))
    assert {"quote-offer", "quote-twice", "quote-rank"} <= set(names)

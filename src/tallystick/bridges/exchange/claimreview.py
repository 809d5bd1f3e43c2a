"""ClaimReview of schema.org ⇄ claims: what was claimed, by whom, and where; a verdict is not ours to give or take."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tallystick.bridges.exchange import Claims, Record, Written
from tallystick.bridges.exchange.reading import counted, read_json
from tallystick.bridges.exchange.records import quote_of, value_text
from tallystick.text import read_quantities

_MEASURE = "reviewed"  # nobody can tell from a review what is measured
_OWN = ("id", "measure", "value", "unit", "by", "source", "period", "quote")
_LOST = ("allow", "derived_from", "over", "scenario", "weight")
_SLUG = re.compile(r"[^\w]+")


def write_claimreview(claims: Claims) -> Written:
    """A graph of reviews without a rating, which a claims file does not give."""
    graph = [_review(record) for record in claims.records]
    lost = [key for record in claims.records for key in record if key in _LOST]
    left = [*(f"'{key}' of a claim" for key in lost), "no rating: a claims file has no verdict"]
    left += [f"{name} of the file" for name, held in (("waivers", claims.waivers),) if held]
    page = {"@context": "https://schema.org", "@graph": graph}
    return Written(json.dumps(page, ensure_ascii=False, indent=1) + "\n", counted(left))


def _review(record: Record) -> dict[str, Any]:
    words, source = quote_of(record), record.get("source")
    named = [f"{key}: {value}" for key, value in record.items() if isinstance(value, str) and key not in _OWN]
    item: dict[str, Any] = {"@type": "Claim", "identifier": str(record.get("id", ""))}
    if record.get("by"):
        item["author"] = {"@type": "Thing", "name": record["by"]}
    if source:
        item["appearance"] = {"@type": "CreativeWork", "url": source}
    if record.get("period"):
        item["temporalCoverage"] = record["period"]
    item["about"] = {
        "@type": "PropertyValue",
        "name": str(record.get("measure", "")),
        "value": value_text(record),
        **({"description": "; ".join(named)} if named else {}),
    }
    said = words.get("exact") or f"{record.get('measure', '')}: {value_text(record)}"
    return {"@type": "ClaimReview", "claimReviewed": said, "itemReviewed": item}


def read_claimreview(path: Path) -> Claims:
    """A claim for every quantity of each claim reviewed; their measure is for its editor to name.

    Raises:
        ReadError: the file is no JSON.
    """
    records: list[Record] = []
    left: list[str] = []
    for number, review in enumerate(_reviews(read_json(path, "a ClaimReview")), start=1):
        found = list(_claims_of(review, number))
        records += found
        if not found:
            left.append("a claim without a number")
        if review.get("reviewRating"):
            left.append("the rating of a review stands in the note of its claims")
    if not records and not left:
        left.append("the file holds no ClaimReview")
    return Claims(tuple(records), left=counted(left))


def _reviews(found: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - JSON
    """The reviews of a file, wherever it holds them: one, a list, or a graph."""
    many = found if isinstance(found, list) else found.get("@graph", [found]) if isinstance(found, dict) else []
    for one in many if isinstance(many, list) else []:
        kinds = one.get("@type", "") if isinstance(one, dict) else ""
        if "ClaimReview" in (kinds if isinstance(kinds, list) else [kinds]):
            yield one


def _claims_of(review: dict[str, Any], number: int) -> Iterator[Record]:
    said = str(review.get("claimReviewed") or "")
    item = review.get("itemReviewed")
    item = item if isinstance(item, dict) else {}
    about = item.get("about")
    about = about if isinstance(about, dict) else {}
    base = str(item.get("identifier") or "") or _SLUG.sub("-", said.lower())[:40].strip("-") or f"review-{number}"
    kept = {"by": _name(item.get("author")), "source": _address(item), "quote": said, "note": _rating(review)}
    kept["period"] = str(item.get("temporalCoverage") or "")
    if about.get("value"):
        # As we write it: the value is stated apart.
        yield _without_empty(
            {"id": base, "measure": str(about.get("name") or _MEASURE), "value": str(about["value"]), **kept}
        )
        return
    quantities = [mention for mention in read_quantities(said) if mention.kind == "quantity"]
    for at, mention in enumerate(quantities, start=1):
        identity = base if len(quantities) == 1 else f"{base}-{at}"
        yield _without_empty({"id": identity, "measure": _MEASURE, "value": mention.text, **kept})


def _without_empty(record: dict[str, str]) -> Record:
    return {key: value for key, value in record.items() if value}


def _name(author: Any) -> str:  # noqa: ANN401 - JSON
    first = author[0] if isinstance(author, list) and author else author
    return str(first.get("name") or "") if isinstance(first, dict) else str(first or "")


def _address(item: dict[str, Any]) -> str:
    found = item.get("appearance") or item.get("firstAppearance")
    first = found[0] if isinstance(found, list) and found else found
    return str(first.get("url") or "") if isinstance(first, dict) else str(first or "")


def _rating(review: dict[str, Any]) -> str:
    rating = review.get("reviewRating")
    said = rating.get("alternateName") or rating.get("ratingValue") if isinstance(rating, dict) else ""
    author = _name(review.get("author"))
    return f"rated '{said}'{f' by {author}' if author else ''}" if said else ""

"""Claims → W3C Web Annotations: each a note on the exact words of its source."""

from __future__ import annotations

import json
from typing import Any

from tallystick.bridges.exchange import Claims, Record, Written
from tallystick.bridges.exchange.reading import counted
from tallystick.bridges.exchange.records import quote_of, value_text

_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_SAID = ("id", "measure", "value", "unit", "source", "quote")


def write_annotations(claims: Claims) -> Written:
    """An annotation page; the claim itself stands in the body, as data."""
    left = ["a claim without a source annotates nothing" for record in claims.records if not record.get("source")]
    items = [_annotation(record) for record in claims.records if record.get("source")]
    left += ["a claim without a quote is a note on its whole source" for one in items if isinstance(one["target"], str)]
    left += [f"{name} of the file" for name, held in (("waivers", claims.waivers),) if held]
    page = {"@context": _CONTEXT, "type": "AnnotationPage", "items": items}
    return Written(json.dumps(page, ensure_ascii=False, indent=1) + "\n", counted(left))


def _annotation(record: Record) -> dict[str, Any]:
    words = quote_of(record)
    more = {key: value for key, value in record.items() if key not in _SAID}
    said = f"{record.get('measure', '')}: {value_text(record)}"
    selector = {
        "type": "TextQuoteSelector",
        **{key: words[key] for key in ("prefix", "exact", "suffix") if words.get(key)},
    }
    claim = json.dumps(dict(record), ensure_ascii=False)
    return {
        "id": f"urn:tallystick:claim:{record.get('id', '')}",
        "type": "Annotation",
        "motivation": "describing",
        **({"creator": {"name": more["by"]}} if more.get("by") else {}),
        "body": [
            {"type": "TextualBody", "purpose": "describing", "format": "text/plain", "value": said},
            {"type": "TextualBody", "purpose": "classifying", "format": "application/json", "value": claim},
        ],
        "target": {"source": record["source"], "selector": selector} if words else record["source"],
    }

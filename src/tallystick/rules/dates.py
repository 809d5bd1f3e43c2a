"""PD: dates that disagree with a weekday, a quote, or the day of the audit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tallystick.authoring import Severity, rule
from tallystick.model import Finding, Ledger, Period, Place

RULES = (
    rule(
        "PD01",
        "weekday-differs",
        """
    A date is given with a weekday it does not fall on.

    ## Why it matters
    One of the two is wrong, and readers plan by both.

    ## Fails
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: published, value: 'Monday, 25 February 2025'}
    ```

    ## Holds
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: published, value: 'Tuesday, 25 February 2025'}
    ```

    ## Fix
    Correct the weekday or the date.
    """,
        severity=Severity.WARNING,
    ),
    rule(
        "PD02",
        "date-in-the-future",
        """
    A date that is reported as fact lies after the day of the audit.

    ## Why it matters
    What has not happened yet cannot be reported; a year is easily mistyped.

    ## Fails
    ```yaml data/claims.yaml
    sources: [{path: sources/text.txt, date: 2025-02-25}]
    claims:
      - {id: a, measure: published, value: 2052-02-25}
    ```

    ## Holds
    ```yaml data/claims.yaml
    sources: [{path: sources/text.txt, date: 2025-02-25}]
    claims:
      - {id: a, measure: published, value: 2052-02-25, status: forecast}
    ```

    ## Fix
    Correct the date, or give the claim the status forecast.
    """,
        severity=Severity.WARNING,
    ),
    rule(
        "PD03",
        "dates-disagree",
        """
    A claim gives another date than its quote, or speaks of another period than the date behind its number.

    ## Why it matters
    The date in the words is the one a reader will find.

    ## Fails
    ```yaml data/claims.yaml
    source: sources/text.txt
    claims:
      - {id: a, measure: published, value: 2025-02-24, quote: 25 February 2025}
    ```

    ## Holds
    ```yaml data/claims.yaml
    source: sources/text.txt
    claims:
      - {id: a, measure: published, value: 2025-02-25, quote: 25 February 2025}
    ```

    ## Fix
    Correct the date, or quote the words that say it.
    """,
        severity=Severity.WARNING,
    ),
    rule(
        "PD04",
        "date-does-not-exist",
        """
    A date names a day that its month does not have.

    ## Why it matters
    A date that does not exist was mistyped; readers cannot tell from what.

    ## Fails
    ```md draft.md
    The museum was opened on 31 April 1987.
    ```

    ## Holds
    ```md draft.md
    The museum was opened on 30 April 1987.
    ```

    ## Fix
    Correct the day or the month.
    """,
    ),
)


def find_future(ledger: Ledger, as_of: date | None) -> Iterator[Finding]:
    """PD02 for every date reported as fact, and every source, that lies after the day of the audit."""
    if as_of is None:
        return
    for claim in ledger.claims:
        value = claim.value
        if isinstance(value, Period) and claim.status == "reported" and value.first and value.first > as_of:
            message = f"'{claim.id}' reports {value.first}, after the day of the audit, {as_of}"
            yield Finding("PD02", message, (claim.id,), claim.place)
    for source in ledger.sources:
        if source.date and source.date.first and source.date.first > as_of:
            message = f"source {source.path} is dated {source.date.first}, after the day of the audit, {as_of}"
            yield Finding("PD02", message, (), source.place if source.place.path else Place(source.path))

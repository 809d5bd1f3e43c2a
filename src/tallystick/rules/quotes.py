"""QT: quotes that are not in their source, values that are not in their quote, numbers nobody claims."""

from __future__ import annotations

from tallystick.authoring import Severity, rule

RULES = (
    rule(
        "QT01",
        "quote-not-found",
        """
    The words a claim quotes are not in its source.

    ## Why it matters
    A quote nobody said is the worst fault a report can have.

    ## Fails
    ```yaml data/claims.yaml
    source: sources/text.txt
    claims:
      - {id: a, measure: mass, value: 5 t, quote: sold 6 tonnes}
    ```

    ## Holds
    ```yaml data/claims.yaml
    source: sources/text.txt
    claims:
      - {id: a, measure: mass, value: 5 t, quote: sold 5 tonnes}
    ```

    ## Fix
    Quote the exact words; the nearest passage is named.
    """,
    ),
    rule(
        "QT02",
        "quote-ambiguous",
        """
    The words a claim quotes stand in its source more than once.

    ## Why it matters
    Which of the places is meant decides what the number is of.

    ## Fails
    ```yaml data/claims.yaml
    source: sources/text.txt
    claims:
      - {id: a, measure: mass, value: 5 t, quote: 5 tonnes}
    ```

    ## Holds
    ```yaml data/claims.yaml
    source: sources/text.txt
    claims:
      - {id: a, measure: mass, value: 5 t, quote: {exact: 5 tonnes, prefix: plant sold}}
    ```

    ## Fix
    Quote more, or give a prefix or suffix that only one place has.
    """,
        severity=Severity.WARNING,
    ),
    rule(
        "QT03",
        "value-not-in-quote",
        """
    The quote holds another number than the claim, or none.

    ## Why it matters
    A number is only traced when its own words yield it.

    ## Fails
    ```yaml data/claims.yaml
    source: sources/text.txt
    claims:
      - {id: a, measure: mass, value: 6 t, quote: sold 5 tonnes}
    ```

    ## Holds
    ```yaml data/claims.yaml
    source: sources/text.txt
    claims:
      - {id: a, measure: mass, value: 5 t, quote: sold 5 tonnes}
    ```

    ## Fix
    Correct the value, or quote the words that say it.
    """,
    ),
    rule(
        "QT04",
        "unit-differs",
        """
    The quote gives the same number in another unit.

    ## Why it matters
    Five tonnes are not five kilograms; the number alone hides it.

    ## Fails
    ```yaml data/claims.yaml
    source: sources/text.txt
    claims:
      - {id: a, measure: mass, value: 5 kg, quote: sold 5 tonnes}
    ```

    ## Holds
    ```yaml data/claims.yaml
    source: sources/text.txt
    claims:
      - {id: a, measure: mass, value: 5000 kg, quote: sold 5 tonnes}
    ```

    ## Fix
    Take the unit of the quote, or convert the number with it.
    """,
    ),
    rule(
        "QT05",
        "bound-differs",
        """
    The quote bounds the number, and the claim does not, or the other way round.

    ## Why it matters
    `not more than 9 tonnes` allows 3; `9 tonnes` does not.

    ## Fails
    ```yaml data/claims.yaml
    source: sources/text.txt
    claims:
      - {id: a, measure: mass, value: 9 t, quote: not more than 9 tonnes}
    ```

    ## Holds
    ```yaml data/claims.yaml
    source: sources/text.txt
    claims:
      - {id: a, measure: mass, value: not more than 9 t, quote: not more than 9 tonnes}
    ```

    ## Fix
    Write the bound as the quote does: <=, at least, about, a range.
    """,
    ),
    rule(
        "QT06",
        "number-not-claimed",
        """
    A number of a source is neither claimed nor waived.

    ## Why it matters
    A number nobody claims is a number nobody checked.

    ## Fails
    ```yaml data/claims.yaml
    source: sources/text.txt
    claims:
      - {id: a, measure: mass, value: 5 t, quote: plant sold 5 tonnes}
    ```

    ## Holds
    ```yaml data/claims.yaml
    source: sources/text.txt
    waivers:
      - {quote: It lost 5 tonnes, because: told twice}
      - {quote: not more than 9 tonnes, because: a rumour}
    claims:
      - {id: a, measure: mass, value: 5 t, quote: plant sold 5 tonnes}
    ```

    ## Fix
    Claim it, or waive it with a reason.
    """,
        severity=Severity.WARNING,
    ),
)

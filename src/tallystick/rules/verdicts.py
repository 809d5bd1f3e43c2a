"""CK: what checks came to."""

from __future__ import annotations

from tallystick.authoring import Severity, rule

RULES = (
    rule(
        "CK01",
        "check-breaks",
        """
    What a check asserts is true for no value its claims allow.

    ## Why it matters
    The claims as written contradict what ought to hold.

    ## Fails
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: mass, value: 5 t}
    ```
    ```yaml checks/checks.yaml
    checks:
      - {id: heavy, assert: a >= 6 t}
    ```

    ## Holds
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: mass, value: 5 t}
    ```
    ```yaml checks/checks.yaml
    checks:
      - {id: heavy, assert: a >= 5 t}
    ```

    ## Fix
    Correct a claim, or the check; the numbers put in are shown beside it.
    """,
    ),
    rule(
        "CK02",
        "check-unknown",
        """
    What a check asserts is true for some of the values its claims allow, or cannot be computed.

    ## Why it matters
    Unknown never counts as holding.

    ## Fails
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: mass, value: 4 .. 6 t}
    ```
    ```yaml checks/checks.yaml
    checks:
      - {id: heavy, assert: a >= 5 t}
    ```

    ## Holds
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: mass, value: 5 t}
    ```
    ```yaml checks/checks.yaml
    checks:
      - {id: heavy, assert: a >= 5 t}
    ```

    ## Fix
    Narrow the claim the reason names, or assert less.
    """,
        severity=Severity.WARNING,
    ),
    rule(
        "CK03",
        "check-matches-nothing",
        """
    A check finds no claim to judge.

    ## Why it matters
    A check that judges nothing is green for ever.

    ## Fails
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: mass, value: 5 t}
    ```
    ```yaml checks/checks.yaml
    checks:
      - {id: heavy, given: {x: {measure: mass, period: 2020}}, assert: x >= 5 t}
    ```

    ## Holds
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: mass, value: 5 t}
    ```
    ```yaml checks/checks.yaml
    checks:
      - {id: heavy, given: {x: {measure: mass}}, assert: x >= 5 t}
    ```

    ## Fix
    Correct the query; the nearest names are given.
    """,
    ),
    rule(
        "CK04",
        "holds-only-as-written",
        """
    A verdict does not survive rounding: with the printed digits widened it is no longer certain.

    ## Why it matters
    `2 million` may be 1.5 or 2.5; a comparison at the edge is an accident of print.

    ## Fails
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: mass, value: 5 t}
    ```
    ```yaml checks/checks.yaml
    checks:
      - {id: heavy, assert: a >= 5 t}
    ```

    ## Holds
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: mass, value: 5 t}
    ```
    ```yaml checks/checks.yaml
    checks:
      - {id: heavy, assert: a >= 4 t}
    ```

    ## Fix
    Find the figures with more digits, or assert with a margin.
    """,
        severity=Severity.NOTE,
    ),
    rule(
        "CK05",
        "holds-in-some-readings",
        """
    A verdict does not survive every reading of an ambiguous unit.

    ## Why it matters
    Two sources may mean different tons; then the comparison says nothing.

    ## Fails
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: mass, value: 5 tons}
    ```
    ```yaml checks/checks.yaml
    checks:
      - {id: heavy, assert: a >= 5 t}
    ```

    ## Holds
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: mass, value: 5 tons}
    ```
    ```yaml checks/checks.yaml
    checks:
      - {id: heavy, assert: a >= 4 t}
    ```

    ## Fix
    Find out which unit each source means, and write it.
    """,
        severity=Severity.NOTE,
    ),
    rule(
        "CK06",
        "unreadable-check",
        """
    A check or relation cannot be read, names what is not there, or raises.

    ## Why it matters
    A check that does not run is not a check that passes.

    ## Fails
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: mass, value: 5 t}
    ```
    ```yaml checks/checks.yaml
    checks:
      - {id: heavy, assert: a >= }
    ```

    ## Holds
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: mass, value: 5 t}
    ```
    ```yaml checks/checks.yaml
    checks:
      - {id: heavy, assert: a >= 5 t}
    ```

    ## Fix
    Mend the expression at the column named.
    """,
    ),
)

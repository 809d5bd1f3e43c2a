"""UN: units that are unknown, ambiguous, or of another dimension."""

from __future__ import annotations

from tallystick.authoring import Severity, rule

RULES = (
    rule(
        "UN01",
        "unknown-unit",
        """
    A unit is not known.

    ## Why it matters
    A unit nobody knows cannot be converted or compared.

    ## Fails
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: mass, value: 5 tonnez}
      - {id: b, measure: mass, value: 5 t}
    ```

    ## Holds
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: mass, value: 5 t}
    ```

    ## Fix
    Correct the unit, or define it in schemas/units.txt.
    """,
    ),
    rule(
        "UN02",
        "ambiguous-unit",
        """
    A unit word has several readings, and the workspace does not say which is meant.

    ## Why it matters
    A short ton is 907 kg, a long ton 1016: a comparison of two figures may hang on it.

    ## Fails
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: mass, value: 5 tons}
    ```

    ## Holds
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: mass, value: 5 metric tons}
    ```

    ## Fix
    Declare the reading in schemas/: readings: {ton: metric_ton}.
    """,
        severity=Severity.WARNING,
    ),
    rule(
        "UN03",
        "wrong-dimension",
        """
    A value is in a unit of another dimension than its measure.

    ## Why it matters
    Dollars and tons cannot be compared; a number in the wrong unit is often in the wrong row.

    ## Fails
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: mass, value: $5}
    ```

    ## Holds
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: mass, value: 5 t}
    ```

    ## Fix
    State the value in a unit of the measure's dimension, or name another measure.
    """,
    ),
    rule(
        "UN04",
        "percent-for-percentage-point",
        """
    A change in percentage points is stated in percent, or the other way round.

    ## Why it matters
    From 2 % to 3 % is one percentage point, and 50 percent.

    ## Fails
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: change, value: 5 %}
    ```

    ## Holds
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: change, value: 5 percentage points}
    ```

    ## Fix
    Write percentage points for a difference of two percentages.
    """,
        severity=Severity.WARNING,
    ),
    rule(
        "UN05",
        "stock-for-flow",
        """
    An amount is given where an amount per time is measured, or the other way round.

    ## Why it matters
    Two million tons once and two million tons a year are different claims.

    ## Fails
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: supply, country: Chile, value: 5 t}
    ```

    ## Holds
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: supply, country: Chile, value: 5 t/year}
    ```

    ## Fix
    Say per what time, as 5 t/year, or name a measure of amounts.
    """,
    ),
    rule(
        "UN06",
        "plain-number-for-percent",
        """
    A bare number above 1 stands beside a percentage in a check or relation.

    ## Why it matters
    A plain 30 is 3,000 percent, so that `rate <= 30` never fails.

    ## Fails
    ```yaml schemas/rates.yaml
    measures:
      rate: {unit: percent}
    ```
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: rate, value: 37 %}
    ```
    ```yaml checks/rates.yaml
    checks:
      - {id: at-most-thirty, assert: a <= 30}
    ```

    ## Holds
    ```yaml schemas/rates.yaml
    measures:
      rate: {unit: percent}
    ```
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: rate, value: 27 %}
    ```
    ```yaml checks/rates.yaml
    checks:
      - {id: at-most-thirty, assert: a <= 30 %}
    ```

    ## Fix
    Write the sign: 30 %.
    """,
        severity=Severity.WARNING,
    ),
)

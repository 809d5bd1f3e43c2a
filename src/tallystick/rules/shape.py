"""SC: claims and rows that do not have the shape their measure gives them."""

from __future__ import annotations

from tallystick.authoring import rule
from tallystick.model import Severity

RULES = (
    rule(
        "SC01",
        "out-of-range",
        """
    A value lies wholly outside the range of its measure.

    ## Why it matters
    A share of 140 % is a slip of the pen or of the column.

    ## Fails
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: share, value: 140 %}
    ```

    ## Holds
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: share, value: 40 %}
    ```

    ## Fix
    Correct the value, or widen the range of the measure.
    """,
    ),
    rule(
        "SC02",
        "missing-dimension",
        """
    A claim does not name a dimension its measure has.

    ## Why it matters
    Supply of which country? Without it the claim meets no other.

    ## Fails
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: supply, value: 5 t/year}
    ```

    ## Holds
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: supply, country: Chile, value: 5 t/year}
    ```

    ## Fix
    Add the dimension.
    """,
    ),
    rule(
        "SC03",
        "unknown-dimension",
        """
    A claim names a dimension its measure does not have.

    ## Why it matters
    Two claims that differ only there would be taken for the same quantity.

    ## Fails
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: mass, country: Chile, value: 5 t}
    ```

    ## Holds
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: mass, value: 5 t}
    ```

    ## Fix
    Remove the key, or add the dimension to the measure.
    """,
    ),
    rule(
        "SC04",
        "reversed-period",
        """
    A period ends before it starts.

    ## Why it matters
    No day lies in it, so the claim would say nothing.

    ## Fails
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: mass, value: 5 t, period: 2022/2018}
    ```

    ## Holds
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: mass, value: 5 t, period: 2018/2022}
    ```

    ## Fix
    Write the earlier date first.
    """,
    ),
    rule(
        "SC05",
        "null-value",
        """
    A field that is needed is empty.

    ## Why it matters
    An empty cell is not zero, and not unknown: it is not said.

    ## Fails
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: mass, value: }
      - {id: b, measure: mass, value: 5 t}
    ```

    ## Holds
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: mass, value: 5 t}
    ```

    ## Fix
    Write the value, or remove the claim.
    """,
    ),
    rule(
        "SC06",
        "not-in-set",
        """
    A word is none of those the field takes.

    ## Why it matters
    A misspelt category is a category of its own to every count.

    ## Fails
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: color, value: gren}
      - {id: b, measure: mass, value: 5 t}
    ```

    ## Holds
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: color, value: green}
    ```

    ## Fix
    Use one of the words the finding names.
    """,
    ),
    rule(
        "SC07",
        "pattern-differs",
        """
    A text does not have the form its field asks for.

    ## Why it matters
    A key that does not fit its pattern joins to nothing.

    ## Fails
    ```yaml data/claims.yaml
    claims:
      - {id: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, measure: mass, value: 5 t}
      - {id: b, measure: mass, value: 5 t}
    ```

    ## Holds
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: mass, value: 5 t}
    ```

    ## Fix
    Write it in the form the finding names.
    """,
    ),
    rule(
        "SC08",
        "duplicate-key",
        """
    Two rows of a table have the same key.

    ## Why it matters
    Which of the two is meant? A sum counts both.

    ## Fails
    ```python schemas/output.py
    from tallystick.tables import Key, Period, Quantity, TableModel

    class Output(TableModel, table="data/tables/output.csv", measure="supply"):
        country: str = Key()
        period: str = Period()
        value: str = Quantity(unit="t/year")
    ```
    ```csv data/tables/output.csv
    country,period,value
    Chile,2020,5
    Chile,2020,6
    ```
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: mass, value: 5 t}
    ```

    ## Holds
    ```python schemas/output.py
    from tallystick.tables import Key, Period, Quantity, TableModel

    class Output(TableModel, table="data/tables/output.csv", measure="supply"):
        country: str = Key()
        period: str = Period()
        value: str = Quantity(unit="t/year")
    ```
    ```csv data/tables/output.csv
    country,period,value
    Chile,2020,5
    Chile,2021,6
    ```
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: mass, value: 5 t}
    ```

    ## Fix
    Remove one row, or add what tells them apart to the key.
    """,
    ),
    rule(
        "SC09",
        "unknown-reference",
        """
    A claim is derived from one that is not there, or from itself.

    ## Why it matters
    A chain of derivations with a gap, or in a circle, cannot be followed back to a source.

    ## Fails
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: mass, value: 5 t, derived_from: [bb]}
    ```

    ## Holds
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: mass, value: 5 t, derived_from: [b]}
      - {id: b, measure: mass, value: 5 t}
    ```

    ## Fix
    Name the id of a claim.
    """,
    ),
    rule(
        "SC10",
        "wrong-type",
        """
    A field holds a list or mapping where a text is expected, or the other way round.

    ## Why it matters
    The file's structure is not what its author believes.

    ## Fails
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: mass, value: 5 t, by: [x, y]}
    ```

    ## Holds
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: mass, value: 5 t, by: x}
    ```

    ## Fix
    Write it as the finding says.
    """,
    ),
    rule(
        "SC11",
        "names-look-alike",
        """
    The members of a dimension are written in several ways: `Viet Nam` and `Vietnam`, or other case or accents.

    ## Why it matters
    Claims under two names never meet: neither a contradiction nor a total over them is seen.

    ## Fails
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: supply, country: Viet Nam, value: 5 t/year, period: 2023}
      - {id: b, measure: supply, country: Vietnam, value: 5 t/year, period: 2024}
    ```

    ## Holds
    ```yaml schemas/names.yaml
    aliases: {Vietnam: [Viet Nam]}
    ```
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: supply, country: Viet Nam, value: 5 t/year, period: 2023}
      - {id: b, measure: supply, country: Vietnam, value: 5 t/year, period: 2024}
    ```

    ## Fix
    Write one of them, or make them one with `aliases:` in a schema.
    """,
        severity=Severity.WARNING,
    ),
)

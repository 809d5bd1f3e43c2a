"""RD: files, keys and values that cannot be read."""

from __future__ import annotations

from tallystick.authoring import Severity, rule

RULES = (
    rule(
        "RD01",
        "unreadable-file",
        """
    A file cannot be read: missing, empty, broken, or not UTF-8.

    ## Why it matters
    What is not read is not judged, and a reader of the report must know.

    ## Fails
    ```yaml data/claims.yaml
    claims: [
      - {id: a
    ```

    ## Holds
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: mass, value: 5 t}
    ```

    ## Fix
    Mend the file at the place named, or remove it.
    """,
    ),
    rule(
        "RD02",
        "unknown-key",
        """
    A key is none that this record has.

    ## Why it matters
    A misspelt key is silently without effect in most tools; here nothing is.

    ## Fails
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: mass, value: 5 t, quot: five}
    ```

    ## Holds
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: mass, value: 5 t, note: five}
    ```

    ## Fix
    Correct the key, or remove it.
    """,
    ),
    rule(
        "RD03",
        "duplicate-id",
        """
    An id, name or key is there twice; the first keeps it.

    ## Why it matters
    Two claims of one name make every reference to it ambiguous.

    ## Fails
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: mass, value: 5 t}
      - {id: a, measure: mass, value: 6 t}
    ```

    ## Holds
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: mass, value: 5 t}
      - {id: b, measure: mass, value: 6 t, period: 2020}
    ```

    ## Fix
    Give the second another id.
    """,
    ),
    rule(
        "RD04",
        "missing-field",
        """
    A record lacks a field it cannot be read without.

    ## Why it matters
    A claim without measure, value or id says nothing that can be held against anything.

    ## Fails
    ```yaml data/claims.yaml
    claims:
      - {id: a, value: 5 t}
      - {id: b, measure: mass, value: 5 t}
    ```

    ## Holds
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: mass, value: 5 t}
    ```

    ## Fix
    Add the field.
    """,
    ),
    rule(
        "RD05",
        "unknown-measure",
        """
    A claim names a measure that no schema defines.

    ## Why it matters
    Without a measure its unit, range and dimensions are not known, and it cannot be judged.

    ## Fails
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: masss, value: 5 t}
      - {id: b, measure: mass, value: 5 t}
    ```

    ## Holds
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: mass, value: 5 t}
    ```

    ## Fix
    Correct the measure, or define it in schemas/.
    """,
    ),
    rule(
        "RD06",
        "unreadable-value",
        """
    A value, date, period or number cannot be read.

    ## Why it matters
    A value nobody can read would otherwise pass as one that agrees.

    ## Fails
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: mass, value: plenty}
      - {id: b, measure: mass, value: 5 t}
    ```

    ## Holds
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: mass, value: 5 t}
    ```

    ## Fix
    Write a number with its unit, as 2 million tons, or a date as 2025-02-24.
    """,
    ),
    rule(
        "RD07",
        "source-outside-workspace",
        """
    A source lies outside the workspace.

    ## Why it matters
    An audit must give the same result wherever its folder is copied.

    ## Fails
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: mass, value: 5 t, source: ../../elsewhere.txt}
    ```

    ## Holds
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: mass, value: 5 t, source: sources/text.txt}
    ```

    ## Fix
    Copy the source into data/sources/ and name it from there.
    """,
    ),
    rule(
        "RD08",
        "stale-allow",
        """
    An `allow` accepts nothing any more: its finding is gone, or its day has come.

    ## Why it matters
    Exceptions outlive their reason and then hide the next fault.

    ## Fails
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: mass, value: 5 t, allow: [{code: SC01, because: weighed wet}]}
    ```

    ## Holds
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: mass, value: -50 t, allow: [{code: SC01, because: a correction entry}]}
    ```

    ## Fix
    Remove the allow, or give it a new day.
    """,
        severity=Severity.NOTE,
    ),
)

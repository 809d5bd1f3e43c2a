"""CF: claims and relations that cannot be true together."""

from __future__ import annotations

from tallystick.authoring import Severity, rule

RULES = (
    rule(
        "CF01",
        "claims-contradict",
        """
    Two claims of one quantity cannot both be true.

    ## Why it matters
    The reader is told two things; at most one is so. Figures that agree in print (5 t and 5.2 t) are no contradiction.

    ## Fails
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: mass, value: 5 t}
      - {id: b, measure: mass, value: 6 t}
    ```

    ## Holds
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: mass, value: 5 t}
      - {id: b, measure: mass, value: at least 4 t}
    ```

    ## Fix
    Correct one of the claims; `tally why` shows the interval each would have to move to.
    """,
    ),
    rule(
        "CF02",
        "conflict-set",
        """
    Claims that cannot all be true under the relations that must hold; drop any one and the rest agree.

    ## Why it matters
    No single figure looks wrong, and yet one must be. What rounding of the printed figures explains is none: 3 t and
    3 t may make 5 t. `exactly: true` on the relation asks for the strict reading.

    ## Fails
    ```yaml schemas/relations.yaml
    relations:
      - {id: parts, holds: mass == first + second}
    ```
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: mass, value: 4 t}
      - {id: b, measure: first, value: 3 t}
      - {id: d, measure: second, value: 3 t}
    ```

    ## Holds
    ```yaml schemas/relations.yaml
    relations:
      - {id: parts, holds: mass == first + second}
    ```
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: mass, value: 5 t}
      - {id: b, measure: first, value: 3 t}
      - {id: d, measure: second, value: 3 t}
    ```

    ## Fix
    Correct one claim of the set; `tally why` lists the smallest corrections.
    """,
    ),
    rule(
        "CF03",
        "relations-contradict",
        """
    Relations that cannot all hold, whatever the claims.

    ## Why it matters
    Every claim would be in conflict with them.

    ## Fails
    ```yaml schemas/relations.yaml
    relations:
      - {id: low, holds: first < 2 t}
      - {id: high, holds: first > 3 t}
    ```
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: mass, value: 5 t}
    ```

    ## Holds
    ```yaml schemas/relations.yaml
    relations:
      - {id: low, holds: first > 2 t}
      - {id: high, holds: first < 3 t}
    ```
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: mass, value: 5 t}
    ```

    ## Fix
    Correct one of the relations.
    """,
    ),
    rule(
        "CF04",
        "redundant-relation",
        """
    A relation follows from the others.

    ## Why it matters
    It costs reading and hides which one is meant to bind.

    ## Fails
    ```yaml schemas/relations.yaml
    relations:
      - {id: low, holds: first >= 2 t}
      - {id: lower, holds: first >= 1 t}
    ```
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: mass, value: 5 t}
    ```

    ## Holds
    ```yaml schemas/relations.yaml
    relations:
      - {id: low, holds: first >= 2 t}
      - {id: high, holds: first <= 3 t}
    ```
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: mass, value: 5 t}
    ```

    ## Fix
    Remove it, or the one it follows from.
    """,
        severity=Severity.NOTE,
    ),
    rule(
        "CF05",
        "vacuous-condition",
        """
    The condition of a relation can never be true.

    ## Why it matters
    What it demands is never asked of anything.

    ## Fails
    ```yaml schemas/relations.yaml
    relations:
      - {id: low, holds: first >= 2 t}
      - {id: iff, holds: if first < 1 t then second > 5 t}
    ```
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: mass, value: 5 t}
    ```

    ## Holds
    ```yaml schemas/relations.yaml
    relations:
      - {id: low, holds: first >= 2 t}
      - {id: iff, holds: if first < 3 t then second > 5 t}
    ```
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: mass, value: 5 t}
    ```

    ## Fix
    Correct the condition, or remove the relation.
    """,
        severity=Severity.NOTE,
    ),
    rule(
        "CF06",
        "undecided",
        """
    Whether claims and relations agree was not decided, for the reason named.

    ## Why it matters
    Undecided is not agreed; the limit or the form of a relation stands in the way.

    ## Fails
    ```yaml schemas/relations.yaml
    relations:
      - {id: heavy-on-mondays, holds: 'weekday(published) == "Monday" or mass > 4 t'}
    ```
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: mass, value: 4 t}
      - {id: b, measure: published, value: 2025-02-24}
    ```

    ## Holds
    ```yaml schemas/relations.yaml
    relations:
      - {id: parts, holds: mass == first + second}
    ```
    ```yaml data/claims.yaml
    claims:
      - {id: a, measure: mass, value: 6 t}
      - {id: b, measure: first, value: 3 t}
      - {id: d, measure: second, value: 3 t}
    ```

    ## Fix
    Split the relation, or give it more time.
    """,
        severity=Severity.WARNING,
    ),
)

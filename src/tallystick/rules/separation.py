"""SP: groups of claims that should have nothing to do with each other."""

from __future__ import annotations

from tallystick.authoring import rule

RULES = (
    rule(
        "SP01",
        "not-separate",
        """
    Groups of claims that a check calls separate are tied by a relation, a derivation, a claim or their quotes.

    ## Why it matters
    A figure that is said to stand apart is counted twice once something links it to the rest.

    ## Fails
    ```yaml checks/separate.yaml
    checks:
      - {id: fund-stands-apart, separate: [[fund], [supply]]}
    ```
    ```yaml data/claims.yaml
    claims:
      - {id: fund, measure: money, value: $5 million}
      - {id: supply, measure: mass, value: 5 t, derived_from: [fund]}
    ```

    ## Holds
    ```yaml checks/separate.yaml
    checks:
      - {id: fund-stands-apart, separate: [[fund], [supply]]}
    ```
    ```yaml data/claims.yaml
    claims:
      - {id: fund, measure: money, value: $5 million}
      - {id: supply, measure: mass, value: 5 t}
    ```

    ## Fix
    Remove the tie the finding names, or the claim from its group.
    """,
    ),
)

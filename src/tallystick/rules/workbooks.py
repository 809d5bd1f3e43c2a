"""WB: cells of a workbook that its own formulas contradict."""

from __future__ import annotations

from tallystick.authoring import Severity, rule

RULES = (
    rule(
        "WB01",
        "error-value",
        """
    A cell holds an error in place of a number.

    ## Why it matters
    Whatever adds it up is an error too, or leaves it out without a word.

    ## Fails
    ```csv draft.xlsx
    Town,Homes,People,People per home
    Ashby,4120,9888,=C2/B2 -> 2.4
    Corby,0,512,=C3/B3 -> #DIV/0!
    ```

    ## Holds
    ```csv draft.xlsx
    Town,Homes,People,People per home
    Ashby,4120,9888,=C2/B2 -> 2.4
    Corby,320,512,=C3/B3 -> 1.6
    ```

    ## Fix
    Correct the cells that the formula reads.
    """,
    ),
    rule(
        "WB02",
        "number-as-text",
        """
    A number is kept as text among numbers.

    ## Why it matters
    Sums pass over it and say nothing.

    ## Fails
    ```csv draft.xlsx
    Item,Amount
    Rent,1200
    Heat,"310"
    Water,95
    ```

    ## Holds
    ```csv draft.xlsx
    Item,Amount
    Rent,1200
    Heat,310
    Water,95
    ```

    ## Fix
    Turn the cell into a number.
    """,
        severity=Severity.WARNING,
    ),
    rule(
        "WB03",
        "constant-among-formulas",
        """
    A cell holds a number where its neighbours on both sides have the same formula.

    ## Why it matters
    Somebody typed over the formula; the number stays as it is when the others move.

    ## Fails
    ```csv draft.xlsx
    Item,Price,Count,Amount
    Chairs,40,3,=B2*C2 -> 120
    Desks,150,2,310
    Lamps,25,4,=B4*C4 -> 100
    ```

    ## Holds
    ```csv draft.xlsx
    Item,Price,Count,Amount
    Chairs,40,3,=B2*C2 -> 120
    Desks,150,2,=B3*C3 -> 300
    Lamps,25,4,=B4*C4 -> 100
    ```

    ## Fix
    Put the formula back, or say beside the cell why it is another number.
    """,
        severity=Severity.WARNING,
    ),
    rule(
        "WB04",
        "total-skips-a-row",
        """
    A sum ends before the last number that stands above or before it.

    ## Why it matters
    A row was added under the range, and the total never heard of it.

    ## Fails
    ```csv draft.xlsx
    Item,Amount
    Rent,1200
    Heat,310
    Water,95
    Total,=SUM(B2:B3) -> 1510
    ```

    ## Holds
    ```csv draft.xlsx
    Item,Amount
    Rent,1200
    Heat,310
    Water,95
    Total,=SUM(B2:B4) -> 1605
    ```

    ## Fix
    Let the sum reach to the last number.
    """,
    ),
    rule(
        "WB05",
        "stale-value",
        """
    The value that a cell holds is not what its formula makes of the cells it reads.

    ## Why it matters
    The file was written by a program that did not compute it, and readers see the old number.

    ## Fails
    ```csv draft.xlsx
    Item,Amount
    Rent,1250
    Heat,310
    Total,=SUM(B2:B3) -> 1510
    ```

    ## Holds
    ```csv draft.xlsx
    Item,Amount
    Rent,1200
    Heat,310
    Total,=SUM(B2:B3) -> 1510
    ```

    ## Fix
    Open the file, compute it and save it.
    """,
    ),
)

"""Pages of findings of a document held to other files: last year's document, and the data behind its figures."""

from __future__ import annotations

from tallystick.authoring import rule

RULES = (
    rule(
        "RS04",
        "differs-from-prior",
        """
    A figure of an earlier period is another one in the document that first printed it.

    ## Why it matters
    Last year's column is copied by hand, and readers compare the two years' reports.

    ## Fails
    ```md draft.md
    | Line  | 2024 | 2023 |
    |-------|-----:|-----:|
    | Paper |  513 |  431 |
    | Board |  398 |  352 |
    | Pulp  |  341 |  277 |
    | Bags  |  118 |  109 |
    | Felt  |   76 |   83 |
    ```
    ```md prior.md
    | Line  | 2023 | 2022 |
    |-------|-----:|-----:|
    | Paper |  431 |  401 |
    | Board |  355 |  318 |
    | Pulp  |  277 |  259 |
    | Bags  |  109 |   98 |
    | Felt  |   83 |   79 |
    ```

    ## Holds
    ```md draft.md
    | Line  | 2024 | 2023 |
    |-------|-----:|-----:|
    | Paper |  513 |  431 |
    | Board |  398 |  352 |
    | Pulp  |  341 |  277 |
    | Bags  |  118 |  109 |
    | Felt  |   76 |   83 |
    ```
    ```md prior.md
    | Line  | 2023 | 2022 |
    |-------|-----:|-----:|
    | Paper |  431 |  401 |
    | Board |  352 |  318 |
    | Pulp  |  277 |  259 |
    | Bags  |  109 |   98 |
    | Felt  |   83 |   79 |
    ```

    ## Fix
    Correct the figure, or say in its header that it is restated.
    """,
    ),
    rule(
        "RS05",
        "not-in-the-data",
        """
    The data that a figure comes from has another value under its labels.

    ## Why it matters
    A table that was pasted before the last correction of the data looks like any other.

    ## Fails
    ```md draft.md
    | Line  | 2024 |
    |-------|-----:|
    | Paper |  513 |
    | Board |  398 |
    | Pulp  |  341 |
    | Bags  |  118 |
    | Felt  |   76 |
    ```
    ```csv data.csv
    line,year,tonnes
    Paper,2024,512.7
    Board,2024,371.2
    Pulp,2024,341.4
    Bags,2024,118.1
    Felt,2024,75.6
    ```

    ## Holds
    ```md draft.md
    | Line  | 2024 |
    |-------|-----:|
    | Paper |  513 |
    | Board |  398 |
    | Pulp  |  341 |
    | Bags  |  118 |
    | Felt  |   76 |
    ```
    ```csv data.csv
    line,year,tonnes
    Paper,2024,512.7
    Board,2024,398.2
    Pulp,2024,341.4
    Bags,2024,118.1
    Felt,2024,75.6
    ```

    ## Fix
    Correct the figure, or the data.
    """,
    ),
)

"""The pages about reconciling are run as they stand."""

import doctest
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("page", ["reconciling.md"])
def test_every_example_of_the_page_runs(page: str) -> None:
    failed, tried = doctest.testfile(str(DOCS / page), module_relative=False, globs={"Fraction": None})
    assert tried
    assert not failed

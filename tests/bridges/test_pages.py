"""The pages on neighbours: every block runs, in order, and prints what the page says."""

import contextlib
import io
import re
from pathlib import Path

import pytest

from tallystick.bridges.exchange import CONVERTERS

from .conftest import need

DOCS = Path(__file__).parents[2] / "docs"
BLOCK = re.compile(r"```(python|text)\n(.*?)```", re.DOTALL)


def blocks(page):
    """Each program of a page with what it prints."""
    found = BLOCK.findall((DOCS / page).read_text("utf-8"))
    return [(text, found[at + 1][1] if found[at + 1 :] and found[at + 1][0] == "text" else "") for at, (kind, text) in enumerate(found) if kind == "python"]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("page", "packages"), [("in-pandera.md", ()), ("in-great-expectations.md", ("great_expectations", "pandas"))], ids=lambda one: one if isinstance(one, str) else "")
def test_every_block_prints_what_the_page_says(page, packages):
    need(*packages)
    names = {"__name__": "page"}
    programs = blocks(page)
    for program, said in programs:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(program, page, "exec"), names)  # noqa: S102 - our own page
        assert printed.getvalue() == said
    assert programs


def test_the_page_of_converting_names_every_format():
    page = (DOCS / "converting.md").read_text("utf-8")
    assert [name for name in CONVERTERS if f"`{name}`" not in page] == []

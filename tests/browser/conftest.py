"""A headless Chromium: missing, it is a skip with a reason for a user and a failure in CI."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tallystick.report.html import render_html

from ..report.sample import EARLIER, sample

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """A running Chromium."""
    program = next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)
    if program is None:
        assert not os.environ.get("CI"), "CI has no Chromium: .ci/run installs it"
        pytest.skip("no Chromium on this machine: install it to test the report in a browser")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield running
        running.close()


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the sample audit, with what changed since an earlier run, as a file."""
    path = tmp_path_factory.mktemp("report") / "audit.html"
    path.write_text(render_html(sample(), against=EARLIER), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def own_report() -> Path:
    """The report of this repository, as it is committed."""
    return Path(__file__).parents[2] / "reports" / "audit.html"


@pytest.fixture(scope="session")
def long_report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of 2,500 claims."""
    audit = sample()
    many = tuple(replace(audit.ledger.claims[0], id=f"offer_{at}", quote=None) for at in range(2_500))
    audit = replace(audit, ledger=replace(audit.ledger, claims=(*audit.ledger.claims, *many)))
    path = tmp_path_factory.mktemp("report") / "long.html"
    path.write_text(render_html(audit), encoding="utf-8")
    return path

"""A headless Chromium: missing, it is a skip with a reason for a user and a failure in CI."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tallystick.audit import audit_workspace
from tallystick.report.html import render_html

ROOT = Path(__file__).resolve().parents[2]
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
    """The report of this repository, as a file."""
    path = tmp_path_factory.mktemp("report") / "audit.html"
    path.write_text(render_html(audit_workspace(ROOT)), encoding="utf-8")
    return path

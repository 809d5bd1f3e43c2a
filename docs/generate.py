"""Writes the pages made from the code: codes, commands, messages, architecture, and the functions of checks-language.

`--check` only compares.

Run: make docs
"""

import ast
import os
import subprocess
import sys
import tomllib
from pathlib import Path

from tallystick import registry
from tallystick.meaning import FUNCTIONS
from tallystick.report.text import show_finding
from tallystick.testing import audit_example

HERE = Path(__file__).resolve().parent
VERBS = (
    "check", "report", "why", "explain", "rules", "extract", "init", "baseline", "diff", "schema", "convert",
    "describe", "doctor",
)  # fmt: skip
NOTICE = "<!-- made by docs/generate.py from the code: do not edit -->\n"


def codes() -> str:
    """The page of every finding."""
    parts = [NOTICE, "# Every finding\n", "`tally explain CODE` prints the same page.\n"]
    for rule in registry.rules().values():
        body = rule.doc.replace("\n## ", "\n### ")
        parts.append(f"## {rule.code} {rule.name}\n\nSeverity: {rule.severity.value}.\n\n{body}\n")
    return "\n".join(parts)


def commands() -> str:
    """The help of every verb, as a terminal of 100 columns shows it."""
    parts = [NOTICE, "# The command line\n"]
    for verb in ("", *VERBS):
        arguments = [*([verb] if verb else []), "--help"]
        done = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-m", "tallystick", *arguments],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "COLUMNS": "100", "TERM": "dumb"},
        )
        shown = "\n".join(line.rstrip() for line in done.stdout.strip().splitlines())
        parts.append(f"## tally {verb}".rstrip() + f"\n\n```text\n{shown}\n```\n")
    return "\n".join(parts)


def messages() -> str:
    """What each rule's failing example makes the program say: the goldens of all messages."""
    intro = "What the failing example of each [finding](codes.md) makes `tally check` say.\n"
    parts = [NOTICE, "# Every message\n", intro]
    for rule in registry.rules().values():
        audit = audit_example(rule, "Fails")
        shown = [f for f in audit.findings if f.code == rule.code]
        lines = "\n".join(show_finding(finding) for finding in shown)
        parts.append(f"## {rule.code} {rule.name}\n\n```text\n{lines}\n```\n")
    return "\n".join(parts)


def functions() -> str:
    """The page of the language, with a line for every function of the table."""
    page = _read(HERE / "checks-language.md")
    head, opening, rest = page.partition("| function | is |\n|---|---|\n")
    _, end, tail = rest.partition("\n\n")
    lines = "\n".join(f"| `{function.spelled}` | {function.says} |" for function in FUNCTIONS.values())
    return head + opening + lines + end + tail


FLOW = """\
```text
workspace ─ reading ─▶ Ledger ─▶ grounding · verdicts · reconcile · rules ─▶ Audit ─▶ report
document ─ documents ─▶ blocks, tables ─ discovery ─▶ figures, ties ─ ticking ─▶ Audit
table ─ reading ─▶ TableSpec ─ engines ─▶ suspect rows, judged exactly ─▶ Audit
```

Records go down this list, findings come with them, and nothing stops at the first fault. A module imports only from
the layers below its own (`tool.importlinter` in pyproject.toml); those of one layer do not know each other.
"""


def architecture() -> str:
    """Every part of the package by layer, from the top, with the first line of its own docstring."""
    contracts = tomllib.loads(_read(HERE.parent / "pyproject.toml"))["tool"]["importlinter"]["contracts"]
    lines = [NOTICE, "# How it is built\n", FLOW, "| layer | what it is |\n|---|---|"]
    for layer in contracts[0]["layers"]:
        names = [name.strip(" ()") for name in layer.split("|")]
        lines += [f"| `{name}` | {_says(name)} |" for name in names]
    return "\n".join(lines) + "\n"


def _says(name: str) -> str:
    """The first line of a module's docstring."""
    package = HERE.parent / "src/tallystick" / name
    source = _read(package / "__init__.py" if package.is_dir() else package.with_suffix(".py"))
    return (ast.get_docstring(ast.parse(source)) or "").partition("\n")[0].replace("|", "\\|")


def main() -> int:
    """Write the pages, or say which differ."""
    pages = {
        "codes.md": codes(),
        "commands.md": commands(),
        "messages.md": messages(),
        "checks-language.md": functions(),
        "architecture.md": architecture(),
    }
    stale = [name for name, text in pages.items() if _read(HERE / name) != text]
    if "--check" in sys.argv:
        sys.stdout.write("".join(f"docs/{name} is stale: run make docs\n" for name in stale))
        return bool(stale)
    for name in stale:
        (HERE / name).write_text(pages[name], encoding="utf-8")
    return 0


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


if __name__ == "__main__":
    sys.exit(main())

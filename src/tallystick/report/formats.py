"""Every format an audit can be written in: one table from name to renderer; each is imported when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from types import MappingProxyType

from tallystick.model import Audit


@dataclass(frozen=True, slots=True)
class Look:
    """How text is laid out: columns to wrap at (0: none), colours, what holds as well, without the last line."""

    width: int = 0
    color: bool = False
    show_holding: bool = False
    quiet: bool = False


PLAIN = Look()


@dataclass(frozen=True, slots=True)
class Format:
    """A name on the command line, what it is for, and the function that makes it (`module:function`)."""

    name: str
    says: str
    renderer: str
    is_data: bool = True  # for a program: nothing but the format stands on standard output

    def render(self, audit: Audit, look: Look = PLAIN) -> str:
        """The audit in this format."""
        module, _, function = self.renderer.partition(":")
        made: Callable[[Audit, Look], str] = getattr(import_module(f"tallystick.report.{module}"), function)
        return made(audit, look)


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        one.name: one
        for one in (
            Format("text", "for a terminal or a pipe", "text:render", is_data=False),
            Format("concise", "one line a finding", "text:render_lines", is_data=False),
            Format("json", "everything, as data", "json:render"),
            Format("html", "the audit report", "html:render"),
            Format("sarif", "SARIF 2.1.0, for code scanning", "sarif:render"),
            Format("junit", "JUnit XML, for test reports", "junit:render"),
            Format("gitlab", "GitLab code quality", "gitlab:render"),
            Format("github", "annotations of a GitHub workflow", "github:render", is_data=False),
            Format("md", "Markdown, for a summary or a comment", "markdown:render", is_data=False),
        )
    }
)

"""The plugin hooks, one page. A plugin is a package with an entry point in the group `tallystick`."""

from __future__ import annotations

from collections.abc import Iterable

import pluggy

from tallystick.authoring import AuthoredCheck

GROUP = "tallystick"
hookspec = pluggy.HookspecMarker(GROUP)
hookimpl = pluggy.HookimplMarker(GROUP)


@hookspec
def tally_checks() -> Iterable[AuthoredCheck]:  # type: ignore[empty-body]
    """The checks a plugin brings; their codes start with X."""

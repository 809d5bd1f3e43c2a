"""`checks/*.yaml` → `Check` records; what the expressions mean is judged later, where they are parsed."""

from __future__ import annotations

from dataclasses import dataclass, field

from tallystick.model import Allow, Check, Place, Query
from tallystick.reading.fields import Datum, Fields, Problems, as_text, as_texts, records
from tallystick.reading.numbers import read_allows, read_flag
from tallystick.reading.sources import read_severity

KEYS = ("id", "says", "given", "for each", "for_each", "assert", "separate", "severity", "allow", "exactly")


@dataclass(slots=True)
class CheckReader:
    """Gathers the checks of several files; the first of an id keeps it."""

    problems: Problems
    checks: dict[str, Check] = field(default_factory=dict)
    allows: list[tuple[str, Allow]] = field(default_factory=list)

    def read(self, fields: Fields) -> None:
        """Take one file."""
        self.problems.unknown_keys(fields, ("checks", "allow"), "a file of checks")
        self.allows += [(fields.place.path, allow) for allow in read_allows(fields, self.problems)]
        for record in records(fields, "checks", self.problems):
            check = self._check(record)
            if check is None:
                continue
            if check.id in self.checks:
                first = self.checks[check.id].place
                message = f"check '{check.id}' is there twice (first at {first}); the first is kept"
                self.problems.add("RD03", message, record.at("id"), fix="rename one")
                continue
            self.checks[check.id] = check

    def _check(self, fields: Fields) -> Check | None:
        problems = self.problems
        problems.unknown_keys(fields, KEYS, "a check")
        identity = as_text(fields, "id", problems)
        if not identity:
            problems.add("RD04", "a check has no 'id'", fields.place, fix="add id: name-of-what-should-hold")
            return None
        start = len(problems)
        separate, given = self._groups(fields), self._queries(identity, fields)
        assertion = as_text(fields, "assert", problems)
        if len(problems) > start:
            return None
        if bool(assertion) == bool(separate):
            what = "both 'assert' and 'separate'" if assertion else "neither 'assert' nor 'separate'"
            problems.add("RD04", f"check '{identity}' has {what}", fields.place, fix="give it one of them")
            return None
        if separate:
            self._refuse_queries(identity, fields)
        return Check(
            id=identity,
            assertion=assertion,
            says=as_text(fields, "says", problems),
            given=given,
            for_each=as_texts(fields, "for each", problems) or as_texts(fields, "for_each", problems),
            separate=separate,
            severity=read_severity(fields, problems),
            allow=read_allows(fields, problems),
            place=fields.place,
            assertion_place=fields.at("assert") if assertion else Place(fields.place.path),
            exactly=read_flag(fields, "exactly", problems),
        )

    def _refuse_queries(self, identity: str, fields: Fields) -> None:
        """A separation names claims by their ids: a query beside it would have no effect."""
        for key in ("given", "for each", "for_each"):
            if fields.get(key) is not None:
                message = f"check '{identity}' has '{key}', which a separation does not take"
                self.problems.add("RD02", message, fields.key_at(key), fix="remove it; name claims by their ids")

    def _queries(self, identity: str, fields: Fields) -> tuple[Query, ...]:
        given = fields.get("given")
        if given is None:
            return ()
        if not isinstance(given, Fields):
            self.problems.add(
                "SC10", "'given' is no mapping", fields.at("given"), fix="write given: {name: {measure: …}}"
            )
            return ()
        queries = []
        for name, where in given.items():
            if isinstance(where, Fields):
                wanted = {key: as_text(where, key, self.problems) for key in where}
                queries.append(Query(name, wanted, where.place))
            else:
                message = f"given '{name}' of check '{identity}' is no mapping"
                self.problems.add("SC10", message, given.at(name), fix="write {measure: …}")
        return tuple(queries)

    def _groups(self, fields: Fields) -> tuple[tuple[str, ...], ...]:
        written = fields.get("separate")
        if written is None:
            return ()
        groups: list[Datum] = written if isinstance(written, list) else [None]
        if not all(isinstance(group, list) and all(isinstance(name, str) for name in group) for group in groups):
            message = "'separate' is no list of groups of claims"
            self.problems.add("SC10", message, fields.at("separate"), fix="write [[a], [b, c]]")
            return ()
        if len([group for group in groups if group]) < 2 or not all(groups):
            message = "'separate' names fewer than two groups of claims, or an empty one"
            self.problems.add("SC10", message, fields.at("separate"), fix="write [[a], [b, c]]")
            return ()
        return tuple(tuple(name.strip() for name in group) for group in groups)

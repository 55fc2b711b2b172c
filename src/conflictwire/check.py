"""Checks a folder of a user's own data files: every file against its model, the examples inside rules, name clashes."""

import csv
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from pydantic import BaseModel

from conflictwire.cleaning.boilerplate import read_boilerplate
from conflictwire.cleaning.vocabulary import read_vocabulary
from conflictwire.crosswalk import load_crosswalk
from conflictwire.entities.date_symbols import date_words
from conflictwire.entities.lexicon import ActorRow, load_actor_lexicon
from conflictwire.entities.lexicon_checks import lexicon_problems
from conflictwire.entities.place_overlay import place_overlay
from conflictwire.entities.place_weights import place_weights
from conflictwire.entities.place_words import place_words
from conflictwire.entities.quantity_words import quantity_words
from conflictwire.errors import ConflictwireError, DataFileError
from conflictwire.events.rules import Example, ExclusionFile, RefinementFile, RuleFile, load_rules
from conflictwire.formats.knowledge import read_formats
from conflictwire.pipeline import Extractor
from conflictwire.resources import Resources, builtin_path, validated
from conflictwire.schema import ConflictEvent
from conflictwire.validation.confidence import load_model
from conflictwire.validation.grounds import grounds

__all__ = ["CheckReport", "Problem", "check_folder"]

EXAMPLE_DATE = "2021-03-15"
"""Publication date of the examples inside rules."""

TOML_MODELS: dict[str, type[BaseModel]] = {
    "events": RuleFile,
    "exclusions": ExclusionFile,
    "refinements": RefinementFile,
}
READ = (
    "events/*.toml", "exclusions/*.toml", "refinements/*.toml", "actors/*.csv", "lexicons/*.txt", "cleaning/*.toml",
    "cleaning/*.csv", "places/*.toml", "places/*.tsv", "places/weights/*.toml", "formats/*.toml", "confidence/*.toml",
    "crosswalk/*.csv", "validation/*.csv",
)  # fmt: skip
"""Files that some part of the package reads; anything else in a data folder is a slip."""

LOADERS: tuple[Callable[[Resources], object], ...] = (
    load_rules,
    load_actor_lexicon,
    load_crosswalk,
    load_model,
    lambda resources: grounds("", None, resources),
    read_vocabulary,
    read_boilerplate,
    read_formats,
    place_words,
    place_weights,
    place_overlay,
    date_words,
    quantity_words,
)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong: in which file, and why."""

    file: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}: {self.message}"


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What was checked and what failed.

    Attributes:
        files: how many files were read.
        examples: how many examples inside rules and exclusions were run.
        problems: what is wrong.
    """

    files: int
    examples: int
    problems: tuple[Problem, ...]


def check_folder(folder: Path) -> CheckReport:
    """Check a data folder laid over the built-in one.

    Args:
        folder: it mirrors the package's `data` folder (`events/*.toml`, `actors/*.csv`, `lexicons/*.txt`, ...).

    Raises:
        DataFileError: there is no such folder.
    """
    resources = Resources((folder,))
    files = sorted(p for p in folder.rglob("*") if p.is_file() and not p.name.startswith(".") and p.suffix != ".md")
    problems = [problem for path in files for problem in _file_problems(path, folder)]
    problems += _loading_problems(resources, folder, problems)
    if problems:
        return CheckReport(len(files), 0, tuple(problems))
    problems += _clashes(resources, files)
    examples = list(_examples(files, folder))
    problems += _example_problems(examples, folder)
    return CheckReport(len(files), len(examples), tuple(problems))


def _file_problems(path: Path, folder: Path) -> Iterator[Problem]:
    inside = path.relative_to(folder)
    if not any(PurePath(inside).match(pattern) for pattern in READ):
        yield Problem(str(path), f"nothing reads this file; the package reads {', '.join(READ)}")
    elif inside.parts[0] == "lexicons" and not builtin_path("data", "lexicons", path.name).is_file():
        yield Problem(str(path), "nothing reads this file: there is no word list of this name")
    elif inside.parts[0] in TOML_MODELS:
        yield from _reported(path, lambda: validated(TOML_MODELS[inside.parts[0]], _toml(path), str(path)))
    elif inside.parts[0] == "actors":
        yield from _row_problems(path)


def _row_problems(path: Path) -> Iterator[Problem]:
    """Every broken row of an actor table, not the first alone."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        yield Problem(str(path), str(error))
        return
    seen: set[str] = set()
    for number, row in enumerate(csv.DictReader(lines), start=2):
        where = f"{path}, line {number}"
        yield from _reported(path, lambda row=row, where=where: validated(ActorRow, row, where))  # type: ignore[misc]
        if row.get("id") in seen:
            yield Problem(where, f"id {row['id']!r} stands twice")
        seen.add(str(row.get("id")))


def _reported(path: Path, action: Callable[[], object]) -> Iterator[Problem]:
    try:
        action()
    except ConflictwireError as error:
        yield _problem(error, path)


def _problem(error: ConflictwireError, path: Path) -> Problem:
    """The error with the file that its message names apart, if it names one under `path`; else it is `path`'s."""
    where, _, message = str(error).partition(": ")
    return Problem(where, message) if message and where.startswith(str(path)) else Problem(str(path), str(error))


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        msg = f"{path}: {error}"
        raise DataFileError(msg) from error


def _loading_problems(resources: Resources, folder: Path, known: Sequence[Problem]) -> list[Problem]:
    """What the loaders of the package say about the folder as a whole."""
    said = {str(problem) for problem in known}
    found = []
    for load in LOADERS:
        try:
            load(resources)
        except DataFileError as error:
            problem = _problem(error, folder)
            if str(problem) not in said:
                said.add(str(problem))
                found.append(problem)
    return found


def _clashes(resources: Resources, files: Iterable[Path]) -> Iterator[Problem]:
    """Name clashes that the folder's own actors take part in."""
    own: dict[str, Path] = {}
    for path in files:
        if path.parent.name == "actors":
            rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
            own.update({row["id"]: path for row in rows})
    for problem in lexicon_problems(resources):
        named = next((name for name in problem.ids if name in own), None)
        if named is not None:
            yield Problem(str(own[named]), problem.message)


@dataclass(frozen=True, slots=True)
class _Case:
    path: Path
    owner: str
    example: Example
    is_rule: bool


def _examples(files: Iterable[Path], folder: Path) -> Iterator[_Case]:
    for path in files:
        kind = path.relative_to(folder).parts[0]
        if kind == "events":
            for rule in RuleFile.model_validate(_toml(path)).rule:
                yield from (_Case(path, rule.id, example, is_rule=True) for example in rule.examples)
        elif kind == "exclusions":
            for exclusion in ExclusionFile.model_validate(_toml(path)).exclusion:
                yield from (_Case(path, exclusion.id, example, is_rule=False) for example in exclusion.examples)


def _example_problems(cases: Sequence[_Case], folder: Path) -> Iterator[Problem]:
    if not cases:
        return
    extractor = Extractor(data=(folder,))
    articles = [{"text": case.example.text, "publication_date": EXAMPLE_DATE} for case in cases]
    for case, result in zip(cases, extractor.pipe(articles), strict=True):
        wrong = _wrong(case, result.events)
        if wrong is not None:
            why = extractor.explain(case.example.text, publication_date=EXAMPLE_DATE).sentences
            tried = [a.message for sentence in why for a in sentence.attempts if a.rule == case.owner and not a.fired]
            message = f"{case.owner}: {case.example.text!r}: {wrong}" + (f" ({'; '.join(tried)})" if tried else "")
            yield Problem(str(case.path), message)


def _wrong(case: _Case, events: Sequence[ConflictEvent]) -> str | None:
    """What an example gives that it should not, or does not give that it should."""
    example = case.example
    given = ", ".join(f"{event.sub_event_type} by {'+'.join(event.rules)}" for event in events) or "nothing"
    if example.expect == "nothing":
        return f"expected nothing, got {given}" if events else None
    fired = [
        event
        for event in events
        if not case.is_rule or case.owner in event.rules or event.sub_event_type == example.sub_event_type
    ]
    if not fired:
        return f"expected an event of this rule, got {given}"
    for role, wanted in (("actors", example.actor), ("targets", example.target)):
        found = [party.text for event in fired for party in getattr(event, role)]
        if wanted and not any(wanted in text for text in found):
            return f"expected {wanted!r} among the {role}, got {', '.join(found) or 'none'}"
    return None

"""Names of armed or organised actors that the lexicon lacks, for an expert to add."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from conflictwire.formats.columns import Column, render
from conflictwire.schema import ActorKind, ConflictEvent

__all__ = ["render_unknown_actors", "unknown_actors"]

ORGANISED = frozenset(
    {
        ActorKind.STATE_FORCES,
        ActorKind.REBEL_GROUP,
        ActorKind.POLITICAL_MILITIA,
        ActorKind.COMMUNAL_GROUP,
        ActorKind.EXTERNAL_FORCES,
    }
)
COLUMNS: tuple[Column[Mapping[str, Any]], ...] = tuple(
    Column(name, meaning, lambda row, name=name: row[name])  # type: ignore[misc]
    for name, meaning in (
        ("name", "as in the fullest mention"),
        ("kind", "as worked out from its words"),
        ("country", "ISO 3166 alpha-3"),
        ("articles", "articles that name it"),
        ("mentions", "records that name it"),
        ("example_doc_id", "an article that names it"),
        ("example_text", "its words there"),
    )
)


def unknown_actors(events: Iterable[ConflictEvent]) -> tuple[dict[str, Any], ...]:
    """Organised parties with a proper name but no lexicon id: name, kind, country, mentions and words of the text."""
    found: dict[str, dict[str, Any]] = {}
    for event in events:
        for party in (*event.actors, *event.targets):
            if party.actor_id is not None or party.kind not in ORGANISED or not _is_name(party.name):
                continue
            row = {"name": party.name, "kind": party.kind.value, "country": party.country, "text": party.text}
            entry = found.setdefault(party.name, {**row, "mentions": 0})
            entry["mentions"] += 1
    return tuple(found.values())


def render_unknown_actors(articles: Iterable[Mapping[str, Any]]) -> bytes:
    """CSV of the unknown actors of all articles, the most frequent first; a row can go into an actor file.

    Args:
        articles: lines of the list of articles.
    """
    grouped: dict[str, list[tuple[Mapping[str, Any], str | None]]] = defaultdict(list)
    for article in articles:
        for actor in article.get("unknown_actors", ()):
            grouped[actor["name"]].append((actor, article.get("doc_id")))
    rows = [_row(name, found) for name, found in grouped.items()]
    rows.sort(key=lambda row: (-row["articles"], -row["mentions"], row["name"]))
    return render(COLUMNS, rows)


def _row(name: str, found: Sequence[tuple[Mapping[str, Any], str | None]]) -> dict[str, Any]:
    first, doc_id = found[0]
    return {
        "name": name,
        "kind": first["kind"],
        "country": first["country"],
        "articles": len(found),
        "mentions": sum(actor["mentions"] for actor, _ in found),
        "example_doc_id": doc_id,
        "example_text": first["text"],
    }


def _is_name(name: str) -> bool:
    """More than a description: a word besides the first is capitalised in mixed case, or it is an acronym."""
    words = name.split()
    if name.isupper():
        return len(words) == 1
    return any(word[:1].isupper() for word in words[1:])

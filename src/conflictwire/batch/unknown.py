"""Names of armed or organised actors that the lexicon lacks, for an expert to add."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from conflictwire.formats.columns import Column, render

if TYPE_CHECKING:
    from conflictwire.pipeline import Result

__all__ = ["render_unknown_actors", "unknown_actors"]

COLUMNS: tuple[Column[Mapping[str, Any]], ...] = tuple(
    Column(name, meaning, lambda row, name=name: row[name])  # type: ignore[misc]
    for name, meaning in (
        ("name", "as in the fullest mention"),
        ("kind", "as worked out from its words"),
        ("country", "ISO 3166 alpha-3"),
        ("articles", "articles that name it"),
        ("mentions", "times that they name it"),
        ("example_doc_id", "an article that names it"),
        ("example_text", "a sentence that names it there"),
    )
)


def unknown_actors(result: "Result") -> tuple[dict[str, Any], ...]:
    """The actors of an article that the lexicon lacks, as they stand in the list of articles."""
    return tuple(
        {
            "name": actor.name,
            "kind": actor.kind.value if actor.kind else None,
            "country": actor.country,
            "text": actor.contexts[0],
            "mentions": actor.count,
        }
        for actor in result.unknown_actors
    )


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

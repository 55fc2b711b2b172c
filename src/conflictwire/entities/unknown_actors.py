"""Names of armed or organised actors that the lexicon does not know, for whoever extends it."""

from collections.abc import Iterator
from dataclasses import dataclass

from conflictwire.entities.lexicon import ActorLexicon, load_actor_lexicon, pieces
from conflictwire.entities.parsed import ActorMention, Parsed
from conflictwire.entities.words import sentence_of
from conflictwire.resources import Resources
from conflictwire.schema import ActorKind

__all__ = ["UnknownActor", "unknown_actors"]

_NEVER = frozenset({ActorKind.OBJECT, ActorKind.CIVILIANS})
_PERSON = frozenset({"PERSON", "PER"})
_CONTEXTS = 3


@dataclass(frozen=True, slots=True)
class UnknownActor:
    """A name without lexicon entry, in one article.

    Attributes:
        name: its fullest form, without count and article.
        kind: what its words say that it is; None when they say nothing.
        country: ISO 3166-1 alpha-3, where its words tell.
        count: how often the article mentions it.
        contexts: the first sentences that do.
    """

    name: str
    kind: ActorKind | None
    country: str | None
    count: int
    contexts: tuple[str, ...]


def unknown_actors(parsed: Parsed, resources: Resources) -> tuple[UnknownActor, ...]:
    """The named groups, forces and organisations of an article that have no lexicon id, most frequent first.

    Persons, places, things, and what is named by country and common words alone ("Libyan army") are left out.

    Args:
        parsed: the article.
        resources: data files.
    """
    lexicon = load_actor_lexicon(resources)
    parties: dict[int, list[ActorMention]] = {}
    for mention in parsed.actors:
        parties.setdefault(mention.entity, []).append(mention)
    places = {at for place in parsed.places if place.feature != "unknown" for at in range(place.start, place.end)}
    found = (_unknown(parsed, lexicon, mentions, places) for mentions in parties.values())
    return tuple(sorted((actor for actor in found if actor), key=lambda actor: (-actor.count, actor.name)))


def _unknown(
    parsed: Parsed, lexicon: ActorLexicon, mentions: list[ActorMention], places: set[int]
) -> UnknownActor | None:
    if any(mention.actor_id or mention.kind in _NEVER for mention in mentions):
        return None
    names = [name for mention in mentions for name in _names(parsed, lexicon, mention, places)]
    if not names:
        return None
    doc = parsed.doc
    sentences = dict.fromkeys(" ".join(sentence_of(doc[mention.head]).text.split()) for mention in mentions)
    return UnknownActor(
        name=max(names, key=len),
        kind=next((mention.kind for mention in mentions if mention.kind), None),
        country=next((mention.country for mention in mentions if mention.country), None),
        count=len(mentions),
        contexts=tuple(sentences)[:_CONTEXTS],
    )


def _names(parsed: Parsed, lexicon: ActorLexicon, mention: ActorMention, places: set[int]) -> Iterator[str]:
    """The mention's words from its first capital on, if one of them is a name that no word list explains."""
    doc = parsed.doc
    tokens = [token for token in doc[mention.start : mention.end] if not token.like_num]
    organised = mention.kind is not None or any(token.ent_type_ == "ORG" for token in tokens)
    if not organised or any(token.ent_type_ in _PERSON for token in tokens):
        return
    known = _known_names(lexicon, [token.text for token in doc[mention.start : mention.end]])
    proper = [token for token in tokens if token.text[:1].isupper() and not token.is_stop]
    strange = [
        token
        for token in proper
        if token.i not in places
        and token.i - mention.start not in known
        and token.pos_ in {"PROPN", "X", ""}
        and not _explained(lexicon, token.text)
    ]
    if strange:
        yield " ".join(doc[proper[0].i : mention.end].text.split())


def _known_names(lexicon: ActorLexicon, texts: list[str]) -> set[int]:
    """Positions of the words that belong to names of the lexicon."""
    words, owners = [], []
    for at, text in enumerate(texts):
        found = pieces(text)
        words.extend(found)
        owners.extend([at] * len(found))
    return {at for hit in lexicon.names.find(words, owners) for at in range(hit.start, hit.end)}


def _explained(lexicon: ActorLexicon, text: str) -> bool:
    key = tuple(pieces(text))
    tables = (lexicon.demonyms.entries, lexicon.countries.entries, lexicon.peoples.entries, lexicon.nouns.entries)
    return any(key in table for table in tables) or "".join(key) in lexicon.modifiers

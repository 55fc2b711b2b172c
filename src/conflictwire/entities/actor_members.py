"""Who else is meant: members of a counted party ("two reporters, A and B"), persons named in one list."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc

from conflictwire.entities.actor_extents import full_end
from conflictwire.entities.parsed import ActorMention, Quantity
from conflictwire.entities.words import sentence_of
from conflictwire.schema import ActorKind

__all__ = ["with_members"]

_OPENING = frozenset([",", ":", "--", "(", "["])
_INCLUDING = frozenset(["including", "included", "namely"])
_NAMING = frozenset(["identified", "named"])
_COPULAS = frozenset(["are", "were"])
_BETWEEN = frozenset([",", ";", "and", "&", "the", "a", "an", "his", "her", "their", "along", "together", "with"])
_FINITE = frozenset(["VBD", "VBZ", "VBP", "MD"])
_FOLLOWING = "following"
_DEAD = frozenset(["dead", "victims", "wounded", "injured", "deceased", "slain", "killed", "those"])
_HOSTILE = frozenset([ActorKind.REBEL_GROUP, ActorKind.POLITICAL_MILITIA, ActorKind.UNIDENTIFIED])
_MAX_NAMING = 12
_MANY = 2


def with_members(
    doc: Doc, mentions: tuple[ActorMention, ...], quantities: Sequence[Quantity]
) -> tuple[ActorMention, ...]:
    """The mentions, those of several people with the persons named as these people, names with the others of a list.

    Args:
        doc: the parsed text.
        mentions: linked mentions in text order.
        quantities: numbers, which tell how many people a mention counts.
    """
    counts = {q.head: q.low for q in quantities if q.low == q.high}
    members: dict[int, tuple[ActorMention, ...]] = {}
    lists: dict[int, tuple[ActorMention, ...]] = {}
    for names in _lists(doc, mentions):
        if _is_list(doc, names):
            lists.update({m.head: tuple(other for other in names if other is not m) for m in names})
        party = _party_of(doc, mentions, names, counts)
        if party is not None and party.entity not in members:
            members[party.entity] = tuple(replace(m, kind=m.kind or party.kind) for m in names)
    found = ((m, members.get(m.entity) or lists.get(m.head)) for m in mentions)
    return tuple(m if others is None else replace(m, members=others) for m, others in found)


def _lists(doc: Doc, mentions: Sequence[ActorMention]) -> Iterator[list[ActorMention]]:
    """Runs of personal names with nothing but commas, ages and "and" between them."""
    run: list[ActorMention] = []
    end = 0
    for at, mention in enumerate(mentions):
        described = {run[-1].entity} if run else set()
        described.update(m.entity for m in mentions[at + 1 : at + 2] if m.personal)
        if run and not mention.personal and mention.entity in described and _beside(doc, end, mention.start):
            end = full_end(doc, mention)  # a description in apposition
            continue
        if run and not (mention.personal and _beside(doc, end, mention.start)):
            yield run
            run = []
        if mention.personal:
            run.append(mention)
            end = mention.end
    if run:
        yield run


def _beside(doc: Doc, end: int, start: int) -> bool:
    """Nothing but commas, ages and "and" lie between."""
    between = doc[end:start]
    return len(between) > 0 and all(t.lower_ in _BETWEEN or t.like_num for t in between)


def _is_list(doc: Doc, names: Sequence[ActorMention]) -> bool:
    """Names joined by "and", of which the last does not begin another clause ("killed X, and Y said")."""
    last, behind = names[-1], doc[names[-1].end : names[-1].end + 1]
    joined = any(t.lower_ == "and" for t in doc[names[0].end : last.start])
    follows = any(t.tag_ in _FINITE for t in behind)
    governed = names[0].start > 0 and doc[names[0].start - 1].pos_ == "VERB"
    return joined and not (follows and governed)


def _party_of(
    doc: Doc, mentions: Sequence[ActorMention], names: Sequence[ActorMention], counts: dict[int, int | None]
) -> ActorMention | None:
    """The party of several people whose members these names are, by the words in front of them."""
    start = names[0].start
    before = [m for m in mentions if m.start < start and not m.personal and _many(doc, m)]
    if start < 1 or not before:
        return None
    if doc[start - 1].lower_ in _INCLUDING or doc[start - 1].text in _OPENING:
        return _listed_behind(doc, before, names, counts)
    return _identified(doc, before, names, counts)


def _listed_behind(
    doc: Doc, before: Sequence[ActorMention], names: Sequence[ActorMention], counts: dict[int, int | None]
) -> ActorMention | None:
    """The party right before a list ("two reporters, A and B"; "three people, including A"; "... died: A and B")."""
    opener = names[0].start - 1
    beside = before[-1] if full_end(doc, before[-1]) in (opener, opener - 1) else None
    if doc[opener].lower_ in _INCLUDING or beside is None:
        return beside or _announced(doc, before, names, counts)
    fits = full_end(doc, beside) == opener and len(names) >= _MANY
    return beside if fits and counts.get(beside.head, len(names)) == len(names) else None


def _announced(
    doc: Doc, before: Sequence[ActorMention], names: Sequence[ActorMention], counts: dict[int, int | None]
) -> ActorMention | None:
    """The party of the sentence that a colon and a list end ("the following officers died: A, B and C")."""
    opener = names[0].start - 1
    if doc[opener].text != ":":
        return None
    here = [m for m in before if m.start >= sentence_of(doc[opener]).start]
    fitting = [m for m in here if counts.get(m.head) == len(names) or doc[m.start - 1].lower_ == _FOLLOWING]
    return fitting[-1] if fitting else None


def _identified(
    doc: Doc, before: Sequence[ActorMention], names: Sequence[ActorMention], counts: dict[int, int | None]
) -> ActorMention | None:
    """The party whose members a sentence names ("the dead were identified as A and B", "they are A and B")."""
    start = names[0].start
    opening = min(sentence_of(doc[start]).start, start - 1)
    words = [t.lower_ for t in doc[max(opening, start - _MAX_NAMING) : start]]
    identified = words[-1] == "as" and not _NAMING.isdisjoint(words)
    if not identified and not (words[-1] in _COPULAS and len(names) >= _MANY):
        return None
    here = next((m for m in reversed(before) if m.start >= opening), None)
    if not _DEAD.isdisjoint(words) and (here is None or _is_new(here, before)):
        here = next((m for m in reversed(before) if m.start < opening and m.kind not in _HOSTILE), here)
    fits = here is not None and len(names) <= (counts.get(here.head) or len(names))
    return here if fits else None


def _is_new(mention: ActorMention, known: Sequence[ActorMention]) -> bool:
    """Nothing before it names the same party."""
    return all(m.entity != mention.entity for m in known if m.start < mention.start)


def _many(doc: Doc, mention: ActorMention) -> bool:
    """More than one human being."""
    head = doc[mention.head]
    several = head.tag_ in ("NNS", "NNPS") or head.lower_ in ("they", "people")
    return several and (mention.person or head.pos_ == "PRON")

"""Who: noun phrases that name a person, group, force or thing that can act or be hit."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from spacy.tokens import Doc, Token

from conflictwire.entities.actor_kinds import Draft, as_mention, country_codes, side_of
from conflictwire.entities.actor_names import find_names
from conflictwire.entities.actor_phrases import (
    Scene,
    build_scene,
    name_end,
    phrase_start,
    trim,
)
from conflictwire.entities.actor_states import states
from conflictwire.entities.lexicon import ActorRow, Hit, NounClass, load_actor_lexicon
from conflictwire.entities.parsed import ActorMention, PlaceMention
from conflictwire.entities.shared_heads import behind_last, sharers
from conflictwire.resources import Resources
from conflictwire.schema import ActorKind

__all__ = ["find_actors"]

_MAX_COMPLEMENT_GAP = 6
_MAX_RECURSION = 3
_FULL_NAME = 2
_SHORT_NAME = 3
_HOSTILE = frozenset({ActorKind.REBEL_GROUP, ActorKind.POLITICAL_MILITIA})
_BEFORE_NOUNS = frozenset({"DET", "NUM", "ADJ", "PRON", "NOUN", "PROPN", ""})


def find_actors(
    doc: Doc, *, places: tuple[PlaceMention, ...], day: date | None, resources: Resources
) -> tuple[ActorMention, ...]:
    """Every actor mention of `doc`, in text order; only those that fight for one named group share an `entity` number.

    Args:
        doc: parsed text; tags, heads and entities help but may be missing.
        places: places of the text, which tell countries and settle ambiguous names.
        day: day of the article; names out of use by then lose against names in use.
        resources: data files.

    Returns:
        Mentions that do not overlap.
    """
    if not len(doc):
        return ()
    lexicon = load_actor_lexicon(resources)
    names = find_names(doc, lexicon, places, day)
    scene = build_scene(doc, lexicon, places, names)
    drafts = [*_nouns(scene), *_names(scene, names), *_persons(scene), *_organisations(scene), *states(scene)]
    drafts = _with_complements(scene, _without_namesakes(scene, drafts))
    drafts.extend(_later_names(scene, drafts))
    kept = _without_overlaps([*drafts, *_pronouns(scene)])
    codes = country_codes(scene)
    rows = {hit.start: hit for hit in names}
    sides: dict[str, int] = {}
    mentions = []
    for at, draft in enumerate(kept):
        side = side_of(scene, draft, rows)
        number = at if side is None else sides.setdefault(side, at)
        mentions.append(as_mention(scene, draft, rows, codes, number))
    return tuple(_like_the_first(scene, _without_titles(mentions)))


def _without_titles(mentions: list[ActorMention]) -> list[ActorMention]:
    """Without descriptions right before a name, which are part of it ("the strongman | Omar Ali's forces").

    What such a description tells of the kind ("the militant group | X") goes to a name of which nothing is known.
    """
    named = {mention.start for mention in mentions if mention.proper}
    parts = {m.end: m for m in mentions if not m.proper and m.kind is not ActorKind.OBJECT and m.end in named}
    kept = [m for m in mentions if parts.get(m.end) is not m]
    return [
        replace(m, kind=part.kind, armed=part.armed)
        if m.kind is None and m.proper and (part := parts.get(m.start)) is not None and part.armed
        else m
        for m in kept
    ]


def _like_the_first(scene: Scene, mentions: list[ActorMention]) -> Iterator[ActorMention]:
    """In "three rebels died and two others fled" the others are what those before them are."""
    before: ActorMention | None = None
    for mention in mentions:
        if before and scene.norms[mention.head] == "others" and before.person and before.kind:
            between = {token.lower_ for token in scene.doc[before.end : mention.start]}
            if "and" in between and not between & {".", ";"}:
                yield replace(mention, kind=before.kind, armed=before.armed, country=before.country)
                continue
        before = mention
        yield mention


# --- anchors


def _nouns(scene: Scene) -> Iterator[Draft]:
    doc = scene.doc
    for hit in scene.lexicon.nouns.find(scene.words, scene.owners):
        last = hit.end - 1
        unit = scene.units.get(last)
        sided = unit is not None and unit[0] < hit.start and _is_sided(scene, unit[0])
        if (
            (unit and unit not in scene.persons and not sided)
            or not _is_noun(scene, hit)
            or _only_qualifies(scene, hit)
        ):
            continue
        cls: NounClass = hit.value
        place = scene.places.get(last)
        located = place is not None and place.feature != "unknown" and hit.start > 0 and scene.is_name(last)
        compound = _is_compound(scene, hit.end)
        compound = compound and not (_before_deed(scene, hit.end) and scene.norm(last) not in scene.lexicon.carriers)
        if scene.joined(hit.end) or located or (compound and cls.kind is ActorKind.OBJECT):
            continue
        end, person = hit.end, None
        if "title" in cls.flags or cls.person:
            stop = name_end(scene, hit.end) if _takes_name(scene, hit, cls) else hit.end
            if stop > hit.end:
                person = (hit.end + (doc[hit.end].text == "."), stop)
                end = stop
        start = phrase_start(scene, hit.start, last)
        for first in sharers(scene.tokens[last]) if cls.armed and scene.parsed else ():
            left = _sharing(scene, first, last, cls)
            if left is not None:
                start = max(start, behind_last(first, scene.tokens[last]))
                yield left
        yield Draft(start, end, last, cls=cls, person=person, named=person is not None)


def _sharing(scene: Scene, first: Token, last: int, cls: NounClass) -> Draft | None:
    """The party before the "and" of "Israeli and Palestinian forces"; None where one party has two adjectives."""
    kinds, norm = scene.lexicon.modifiers, scene.norms[first.i]
    others = {kinds.get(scene.norms[at]) for at in range(behind_last(first, scene.tokens[last]), last)}
    people = first.ent_type_ in {"NORP", "ORG", "GPE"} or first.i in scene.units
    if not people and kinds.get(norm) in {None, *others}:
        return None
    start = phrase_start(scene, first.i, first.i)
    if any(scene.tokens[at].like_num for at in range(start, first.i)):
        return None  # they are counted together
    crewed = ActorKind.STATE_FORCES if cls.kind is ActorKind.OBJECT else None
    return Draft(start, first.i + 1, first.i, cls=cls, kind=crewed if people else kinds[norm], named=people)


def _is_compound(scene: Scene, end: int) -> bool:
    """Whether a common noun that ends at `end` stands before another that it belongs to ("truck driver")."""
    last = scene.tokens[end - 1]
    follows = scene.pos(end) in {"NOUN", "PROPN"} and bool(last.whitespace_) and not scene.is_name(end - 1)
    return follows and (not scene.parsed or last.head.i >= end)


def _only_qualifies(scene: Scene, hit: Hit[NounClass]) -> bool:
    """Whether the word is no party: "anti-government protest", "terrorist attack", "shot dead"."""
    before, first, followed = hit.start - 1, scene.norms[hit.start], scene.pos(hit.end) in {"NOUN", "PROPN"}
    if _is_sided(scene, hit.start):
        return True
    if first in scene.lexicon.labels and hit.end - hit.start == 1 and followed:
        return scene.tokens[hit.start].whitespace_ != "" and scene.units.get(hit.end) not in scene.persons
    return first in scene.lexicon.resultatives and scene.pos(before) not in {"DET", "NUM", "ADJ", "PRON"}


def _is_sided(scene: Scene, start: int) -> bool:
    """Whether "anti-", "pro-" or the like is tied to the word in front."""
    prefix = scene.lexicon.suffixes.get(scene.norms[start - 2]) if start > 1 and scene.joined(start - 1) else None
    return prefix in {"side", "against"}


def _is_noun(scene: Scene, hit: Hit[NounClass]) -> bool:
    """Whether the head word is used as a noun here; taggers err on capitals, so a determiner speaks for it."""
    last = hit.end - 1
    pos = scene.pos(last)
    if pos in {"NOUN", "PROPN", "", "X"} or hit.end - hit.start > 1:
        return pos not in {"VERB", "AUX"} or scene.all_caps
    before = scene.pos(hit.start - 1)
    if pos == "ADJ":
        if _before_deed(scene, hit.end) and hit.value.kind in _HOSTILE:
            return True
        return scene.pos(hit.end) not in {"NOUN", "PROPN", "ADJ"} and before in _BEFORE_NOUNS
    return pos == "VERB" and before in {"DET", "NUM", "ADJ"} and scene.tokens[last].tag_ != "VBN"


def _before_deed(scene: Scene, at: int) -> bool:
    """Whether the token at `at` is the noun of a deed ("militant attacks", "embassy bombing")."""
    return scene.norm(at) in scene.lexicon.happenings


def _takes_name(scene: Scene, hit: Hit[NounClass], cls: NounClass) -> bool:
    """Titles take any following name ("Colonel X"); other nouns for one human being only a recognised person."""
    if scene.units.get(hit.end) in scene.persons:
        return True
    return "title" in cls.flags and not (scene.parsed and scene.pos(hit.end) not in {"PROPN", "NOUN", "PUNCT", "X"})


def _names(scene: Scene, names: list[Hit[ActorRow]]) -> Iterator[Draft]:
    for hit in names:
        suffixed = scene.joined(hit.end) and scene.norms[hit.end + 1] in scene.lexicon.suffixes
        if not suffixed and not _is_sided(scene, hit.start):
            start = phrase_start(scene, hit.start, hit.end - 1)
            for first in sharers(scene.tokens[hit.end - 1]) if scene.parsed else ():
                start = max(start, behind_last(first, scene.tokens[hit.end - 1]))
            person = (hit.start, hit.end) if hit.value.leads else None
            yield Draft(start, hit.end, hit.end - 1, row=hit.value, person=person, named=True)


def _persons(scene: Scene) -> Iterator[Draft]:
    for start, end in scene.persons:
        yield Draft(start, end, end - 1, person=(start, end), named=True)
    for token in scene.tokens:
        if scene.norms[token.i] in scene.lexicon.naming and token.i + 2 < len(scene.doc):
            start = token.i + (2 if scene.norms[token.i + 1] == "as" else 1)
            end = start if start in scene.units else name_end(scene, start)
            if end - start >= _FULL_NAME:
                yield Draft(start, end, end - 1, person=(start, end), named=True)


def _organisations(scene: Scene) -> Iterator[Draft]:
    """Recognised organisations that the lexicon does not know."""
    for ent in scene.doc.ents:
        if ent.label_ in {"ORG", "NORP"} and not any(at in scene.units for at in range(ent.start, ent.end)):
            start = trim(scene, ent.start, ent.end - 1)
            known = scene.words and tuple(scene.norms[start : ent.end]) in scene.lexicon.countries.entries
            if ent.label_ == "ORG" and not known and scene.is_name(ent.end - 1) and len(scene.norms[start]) > 1:
                yield Draft(start, ent.end, ent.end - 1, named=True)


def _pronouns(scene: Scene) -> Iterator[Draft]:
    for token in scene.tokens:
        if scene.norms[token.i] in scene.lexicon.pronouns and token.pos_ in {"PRON", ""}:
            yield Draft(token.i, token.i + 1, token.i, pronoun=True)


# --- from anchors to phrases


def _with_complements(scene: Scene, drafts: list[Draft]) -> list[Draft]:
    """Group nouns joined with their complement: "members of X", "forces loyal to X", "dozens of X"."""
    by_start: dict[int, Draft] = {}
    for draft in drafts:
        known = by_start.get(draft.start)
        if known is None or draft.end > known.end:
            by_start[draft.start] = draft
    return [_counted(scene, _complemented(scene, draft, by_start, _MAX_RECURSION)) for draft in drafts]


def _complemented(scene: Scene, draft: Draft, by_start: dict[int, Draft], depth: int) -> Draft:
    cls = draft.cls
    if cls is None or draft.person or depth == 0 or draft.end >= len(scene.doc):
        return draft
    link, after = _link(scene, draft.end)
    at = trim(scene, after, min(after + _MAX_COMPLEMENT_GAP, len(scene.doc) - 1))
    found = by_start.get(at)
    if "place" in cls.flags:
        place = scene.places.get(at)
        named = place is not None and place.start == at and scene.norms[draft.end] == "of"
        return replace(draft, end=place.end, named=True) if place and named else draft
    takes = "group" in cls.flags or cls.armed or (cls.person and (cls.weak or link == "loyal"))
    if link is None or found is None or not takes:
        return draft
    found = _complemented(scene, found, by_start, depth - 1)
    if not _fits(scene, draft, found, link):
        return draft
    part, loyal = (found, None) if link == "member" else (None, found)
    return replace(draft, end=found.end, named=draft.named or found.named, part=part, loyal=loyal)


def _fits(scene: Scene, draft: Draft, found: Draft, link: str) -> bool:
    """Whether `found` can complete `draft`: "of" takes people and groups, "from" only names, "in" nothing."""
    word = scene.norms[draft.end]
    if found.cls is not None and found.cls.kind is ActorKind.OBJECT:
        return False
    if link == "member" and word != "of":
        group = found.cls is not None and "group" in found.cls.flags and found.cls.armed is True
        return word != "in" and (found.row is not None or group or _has_unit(scene, found))
    known = found.cls is not None or found.row is not None or found.code is not None
    return link == "loyal" or known or (draft.cls is not None and draft.cls.weak)


def _has_unit(scene: Scene, draft: Draft) -> bool:
    return any(at in scene.units for at in range(draft.start, draft.end))


def _link(scene: Scene, at: int) -> tuple[str | None, int]:
    """Role of the linking words at token `at`, and the token after them."""
    for size in (2, 1):
        role = scene.lexicon.links.get(tuple(scene.norms[at : at + size]))
        if role is not None and at + size < len(scene.doc):
            return role, at + size
    return None, at


def _counted(scene: Scene, draft: Draft) -> Draft:
    """The phrase with counting words in front ("dozens of protesters", "tens of thousands of people")."""
    of = draft.start - 1
    while of > 0 and scene.pos(of) == "DET":
        of -= 1
    if of < 1 or scene.norms[of] != "of" or scene.norms[of - 1] not in scene.lexicon.quantities:
        return draft
    return _counted(scene, replace(draft, start=phrase_start(scene, of - 1, of - 1)))


def _later_names(scene: Scene, drafts: list[Draft]) -> Iterator[Draft]:
    """Acronyms introduced in parentheses and surnames of named persons, wherever they stand alone later."""
    taken = {at for draft in drafts for at in range(draft.start, draft.end)}
    acronyms = dict(_introduced(scene, drafts))
    named = (scene.norms[at] for d in drafts if d.person for at in _surnames(d.person))
    surnames = {name for name in named if len(name) > _SHORT_NAME}
    given = {scene.norms[d.person[0]] for d in drafts if d.person and d.person[1] - d.person[0] == _FULL_NAME}
    given = {name for name in given if len(name) > _SHORT_NAME}
    for token in scene.tokens:
        if token.i in taken:
            continue
        if token.text in acronyms:
            yield replace(acronyms[token.text], start=token.i, end=token.i + 1, core=token.i, person=None)
        elif (
            (scene.norms[token.i] in surnames or scene.norms[token.i] in given)
            and scene.is_name(token.i)
            and not _is_located(scene, token.i)
        ):
            yield Draft(token.i, token.i + 1, token.i, person=(token.i, token.i + 1), named=True)


def _surnames(person: tuple[int, int]) -> range:
    """Tokens of a personal name that may stand for the whole: the last, of three and more the one before it as well."""
    start, end = person
    return range(max(end - 2, start + 1), end) if end - start > _FULL_NAME else range(end - 1, end)


def _is_located(scene: Scene, at: int) -> bool:
    """Whether the token is a place name used as one, rather than the surname of somebody."""
    return at in scene.places and at > 0 and scene.norms[at - 1] in scene.lexicon.locatives


def _without_namesakes(scene: Scene, drafts: list[Draft]) -> list[Draft]:
    """Drops single nouns that are the surname of somebody named in the text ("Cook said")."""
    surnames = {scene.norms[draft.person[1] - 1] for draft in drafts if draft.person}
    return [
        draft
        for draft in drafts
        if draft.person
        or draft.end - draft.start > 1
        or scene.norms[draft.core] not in surnames
        or not scene.is_name(draft.core)
    ]


def _introduced(scene: Scene, drafts: Iterable[Draft]) -> Iterator[tuple[str, Draft]]:
    doc = scene.doc
    for draft in drafts:
        at = draft.end
        if at + 2 < len(doc) and doc[at].text in "([" and doc[at + 2].text in ")]" and not draft.person:
            text = doc[at + 1].text
            initials = "".join(token.text[0].lower() for token in doc[draft.start : draft.end] if token.is_alpha)
            if 2 <= len(text) <= 10 and text.isupper() and text[0].lower() in initials:
                yield text, draft


def _rank(draft: Draft) -> tuple[int, bool, bool, bool, bool, int]:
    """Sorts longer phrases first, of two equally long ones the one that knows more."""
    arms = draft.cls is not None and bool(draft.cls.armed)
    size = draft.start - draft.end
    return size, draft.cls is None, draft.row is None, draft.code is None, not arms, draft.start


def _without_overlaps(drafts: list[Draft]) -> list[Draft]:
    """The best drafts that share no token, in text order."""
    taken: set[int] = set()
    kept = []
    for draft in sorted(drafts, key=_rank):
        span = range(draft.start, draft.end)
        if span and not any(at in taken for at in span):
            taken.update(span)
            kept.append(draft)
    return sorted(kept, key=lambda d: d.start)

"""Who: noun phrases that name a person, group, force or thing that can act or be hit."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from spacy.tokens import Doc

from conflictwire.entities.actor_phrases import (
    Scene,
    build_scene,
    is_genitive,
    name_end,
    phrase_head,
    phrase_start,
    split_words,
    trim,
)
from conflictwire.entities.lexicon import ActorLexicon, ActorRow, Hit, NounClass, load_actor_lexicon
from conflictwire.entities.parsed import ActorMention, PlaceMention
from conflictwire.resources import Resources
from conflictwire.schema import ActorKind

__all__ = ["find_actors"]

_MAX_COMPLEMENT_GAP = 4
_MAX_RECURSION = 3


@dataclass(frozen=True, slots=True)
class _Draft:
    """A phrase with what its core says: `cls` of its head noun, `row` of its name, `code` of its country."""

    start: int
    end: int
    core: int
    cls: NounClass | None = None
    row: ActorRow | None = None
    code: str | None = None
    person: tuple[int, int] | None = None
    named: bool = False
    pronoun: bool = False
    kind: ActorKind | None = None
    part: "_Draft | None" = None


def find_actors(
    doc: Doc, *, places: tuple[PlaceMention, ...], day: date | None, resources: Resources
) -> tuple[ActorMention, ...]:
    """Every actor mention of `doc`, in text order, each with an `entity` number of its own.

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
    names = _find_names(doc, lexicon, places, day)
    scene = build_scene(doc, lexicon, places, names)
    drafts = [*_nouns(scene), *_names(scene, names), *_persons(scene), *_organisations(scene), *_states(scene)]
    drafts = _with_complements(scene, drafts)
    drafts.extend(_later_names(scene, drafts))
    kept = _without_overlaps([*drafts, *_pronouns(scene)])
    codes = _country_codes(scene)
    rows = {hit.start: hit for hit in names}
    return tuple(_mention(scene, draft, rows, codes, number) for number, draft in enumerate(kept))


# --- anchors


def _find_names(
    doc: Doc, lexicon: ActorLexicon, places: Iterable[PlaceMention], day: date | None
) -> list[Hit[ActorRow]]:
    """Lexicon names in the text, ambiguous ones settled by the day and the countries named in the text."""
    _, words, owners = split_words(doc)
    countries = {place.country for place in places if place.country}
    countries |= {hit.value for table in (lexicon.countries, lexicon.demonyms) for hit in table.find(words, owners)}
    alphabetic = [token.text for token in doc if token.is_alpha]
    shouting = sum(text.isupper() for text in alphabetic) > 0.8 * len(alphabetic)
    whispering = not any(text[0].isupper() for text in alphabetic)
    found = []
    for hit in lexicon.names.find(words, owners):
        text = doc[hit.start : hit.end].text
        readings = [row for row, style in hit.value if _spelled(text, style, lexicon, shouting or whispering)]
        row = _best_reading(readings, countries, day)
        if row is not None:
            found.append(Hit(hit.start, hit.end, row))
    return found


def _spelled(text: str, style: str, lexicon: ActorLexicon, caseless: bool) -> bool:
    """Whether the spelling fits the alias: names have capitals, acronyms mostly; without case, no ordinary word."""
    if style == "lower":
        return True
    if style == "name":
        return caseless or not text.islower()
    if caseless:
        return text.lower() not in lexicon.common
    letters = [char for char in text if char.isalpha()]
    return sum(char.isupper() for char in letters) > 0.5 * len(letters) or (text[:1].isupper() and len(text) > 3)


def _best_reading(readings: list[ActorRow], countries: set[str], day: date | None) -> ActorRow | None:
    def fitness(row: ActorRow) -> tuple[bool, bool, bool]:
        in_use = day is None or ((row.start or 0) <= day.year <= (row.end or 9999))
        return (row.country in countries, in_use, row.country is None)

    return max(readings, key=fitness, default=None)


def _nouns(scene: Scene) -> Iterator[_Draft]:
    doc = scene.doc
    for hit in scene.lexicon.nouns.find(scene.words, scene.owners):
        last = hit.end - 1
        unit = scene.units.get(last)
        if (unit and unit not in scene.persons) or not _is_noun(scene, hit):
            continue
        cls: NounClass = hit.value
        following = scene.pos(hit.end)
        if scene.joined(hit.end) or (hit.start > 0 and last in scene.places and scene.places[last].feature != "unknown" and scene.is_name(last)):
            continue
        if cls.kind is ActorKind.OBJECT and following in {"NOUN", "PROPN"} and doc[last].whitespace_ and not scene.is_name(last):
            continue
        end, person = hit.end, None
        if "title" in cls.flags or cls.person:
            stop = name_end(scene, hit.end) if _takes_name(scene, hit, cls) else hit.end
            if stop > hit.end:
                person = (hit.end + (doc[hit.end].text == "."), stop)
                end = stop
        start = phrase_start(scene, hit.start, last)
        yield _Draft(start, end, last, cls=cls, person=person, named=person is not None)


def _is_noun(scene: Scene, hit: Hit[NounClass]) -> bool:
    """Whether the head word is used as a noun here; taggers err on capitals, so a determiner speaks for it."""
    last = hit.end - 1
    pos = scene.pos(last)
    if pos in {"NOUN", "PROPN", "", "X"} or hit.end - hit.start > 1:
        return pos not in {"VERB", "AUX"} or scene.all_caps
    before = scene.pos(hit.start - 1)
    if pos == "ADJ":
        return scene.pos(hit.end) not in {"NOUN", "PROPN", "ADJ"} and before in {"DET", "NUM", "ADJ", "PRON", ""}
    return pos == "VERB" and before in {"DET", "NUM", "ADJ"} and scene.doc[last].tag_ != "VBN"


def _takes_name(scene: Scene, hit: Hit[NounClass], cls: NounClass) -> bool:
    """Titles take any following name ("Colonel X"); other nouns for one human being only a recognised person."""
    if scene.units.get(hit.end) in scene.persons:
        return True
    return "title" in cls.flags and not (scene.parsed and scene.pos(hit.end) not in {"PROPN", "NOUN", "PUNCT", "X"})


def _names(scene: Scene, names: list[Hit[ActorRow]]) -> Iterator[_Draft]:
    for hit in names:
        if not scene.joined(hit.end) or scene.norms[hit.end + 1] not in scene.lexicon.suffixes:
            start = phrase_start(scene, hit.start, hit.end - 1)
            yield _Draft(start, hit.end, hit.end - 1, row=hit.value, named=True)


def _persons(scene: Scene) -> Iterator[_Draft]:
    for start, end in scene.persons:
        yield _Draft(start, end, end - 1, person=(start, end), named=True)


def _organisations(scene: Scene) -> Iterator[_Draft]:
    """Recognised organisations that the lexicon does not know."""
    for ent in scene.doc.ents:
        if ent.label_ in {"ORG", "NORP"} and not any(at in scene.units for at in range(ent.start, ent.end)):
            start = trim(scene, ent.start, ent.end - 1)
            known = scene.words and tuple(scene.norms[start : ent.end]) in scene.lexicon.countries.entries
            if ent.label_ == "ORG" and not known and scene.is_name(ent.end - 1) and len(scene.norms[start]) > 1:
                yield _Draft(start, ent.end, ent.end - 1, named=True)


def _states(scene: Scene) -> Iterator[_Draft]:
    """Countries that act or own, and the peoples of countries."""
    lexicon = scene.lexicon
    for hit in lexicon.peoples.find(scene.words, scene.owners):
        if scene.pos(hit.end - 1) in {"NOUN", "PROPN", "ADJ", "X", ""} and scene.pos(hit.end) not in {"NOUN", "PROPN"}:
            start = phrase_start(scene, hit.start, hit.end - 1)
            counted = any(scene.doc[at].like_num for at in range(start, hit.start))
            kind = ActorKind.CIVILIANS if counted else None
            yield _Draft(start, hit.end, hit.end - 1, code=hit.value, kind=kind, named=True)
    for hit in lexicon.countries.find(scene.words, scene.owners):
        if _acts_as_state(scene, hit):
            yield _Draft(hit.start, hit.end, hit.end - 1, code=hit.value, kind=ActorKind.STATE_FORCES, named=True)


def _acts_as_state(scene: Scene, hit: Hit[str]) -> bool:
    """A country counts as an actor outside prepositional phrases of place, when a verb or genitive follows it."""
    doc = scene.doc
    place = scene.places.get(hit.start)
    if (place is not None and place.feature != "country") or any(at in scene.units for at in range(hit.start, hit.end)):
        return False
    text = doc[hit.start : hit.end].text
    if len(scene.norms[hit.start]) <= 3 and hit.end - hit.start == 1:
        if not text.isupper() or (scene.all_caps and scene.pos(hit.start) != "PROPN"):
            return False
    elif not scene.is_name(hit.end - 1) and not scene.all_lower:
        return False
    first = hit.start - 1
    if first >= 0 and scene.pos(first) == "DET":
        first -= 1
    if first >= 0 and (scene.norms[first] in scene.lexicon.locatives or doc[first].text == "," or scene.joined(first)):
        return False
    if scene.joined(hit.end):
        return False
    if is_genitive(scene, hit.end):
        return True
    if scene.pos(hit.end) in {"VERB", "AUX"}:
        return True
    if scene.pos(hit.end) in {"NOUN", "PROPN", "ADJ", "NUM"}:
        return False
    top = next((token for token in doc[hit.start : hit.end] if not hit.start <= token.head.i < hit.end), None)
    if scene.parsed:
        return top is not None and top.head.pos_ in {"VERB", "AUX", "PROPN", "NOUN"}
    return True


def _pronouns(scene: Scene) -> Iterator[_Draft]:
    for token in scene.doc:
        if scene.norms[token.i] in scene.lexicon.pronouns and token.pos_ in {"PRON", ""}:
            yield _Draft(token.i, token.i + 1, token.i, pronoun=True)


# --- from anchors to phrases


def _with_complements(scene: Scene, drafts: list[_Draft]) -> list[_Draft]:
    """Group nouns joined with their complement: "members of X", "forces loyal to X", "dozens of X"."""
    by_start: dict[int, _Draft] = {}
    for draft in drafts:
        known = by_start.get(draft.start)
        if known is None or draft.end > known.end:
            by_start[draft.start] = draft
    return [_counted(scene, _complemented(scene, draft, by_start, _MAX_RECURSION)) for draft in drafts]


def _complemented(scene: Scene, draft: _Draft, by_start: dict[int, _Draft], depth: int) -> _Draft:
    cls = draft.cls
    if cls is None or draft.person or depth == 0 or not ({"group", "place"} & cls.flags or cls.armed or (cls.weak and cls.person)):
        return draft
    link, after = _link(scene, draft.end)
    if link is None or (link == "member" and scene.norms[draft.end] == "in"):
        return draft
    at = trim(scene, after, min(after + _MAX_COMPLEMENT_GAP, len(scene.doc) - 1))
    if "place" in cls.flags and "group" not in cls.flags:
        place = scene.places.get(at)
        is_of = scene.norms[draft.end] == "of"
        return replace(draft, end=place.end, named=True) if place and is_of and place.start == at else draft
    found = by_start.get(at)
    if found is None:
        return draft
    found = _complemented(scene, found, by_start, depth - 1)
    if link == "member" and scene.norms[draft.end] != "of" and found.row is None and not _has_unit(scene, found):
        return draft
    if found.cls is not None and found.cls.kind is ActorKind.OBJECT:
        return draft
    if link == "member" and found.cls is None and found.row is None and found.code is None and not cls.weak:
        return draft
    return replace(draft, end=found.end, named=draft.named or found.named, part=found if link == "member" else None)


def _has_unit(scene: Scene, draft: _Draft) -> bool:
    return any(at in scene.units for at in range(draft.start, draft.end))


def _link(scene: Scene, at: int) -> tuple[str | None, int]:
    """Role of the linking words at token `at`, and the token after them."""
    for size in (2, 1):
        role = scene.lexicon.links.get(tuple(scene.norms[at : at + size]))
        if role is not None and at + size < len(scene.doc):
            return role, at + size
    return None, at


def _counted(scene: Scene, draft: _Draft) -> _Draft:
    """The phrase with a counting word in front ("dozens of protesters")."""
    of = draft.start - 1
    while of > 0 and scene.pos(of) == "DET":
        of -= 1
    if of < 1 or scene.norms[of] != "of" or scene.norms[of - 1] not in scene.lexicon.quantities:
        return draft
    return replace(draft, start=phrase_start(scene, of - 1, of - 1))


def _later_names(scene: Scene, drafts: list[_Draft]) -> Iterator[_Draft]:
    """Acronyms introduced in parentheses and surnames of named persons, wherever they stand alone later."""
    taken = {at for draft in drafts for at in range(draft.start, draft.end)}
    acronyms = dict(_introduced(scene, drafts))
    surnames = {scene.norms[d.person[1] - 1]: d for d in drafts if d.person and len(scene.norms[d.person[1] - 1]) > 3}
    for token in scene.doc:
        if token.i in taken:
            continue
        if token.text in acronyms:
            yield replace(acronyms[token.text], start=token.i, end=token.i + 1, core=token.i, person=None)
        elif scene.norms[token.i] in surnames and scene.is_name(token.i) and token.i not in scene.places:
            yield _Draft(token.i, token.i + 1, token.i, person=(token.i, token.i + 1), named=True)


def _introduced(scene: Scene, drafts: Iterable[_Draft]) -> Iterator[tuple[str, _Draft]]:
    doc = scene.doc
    for draft in drafts:
        at = draft.end
        if at + 2 < len(doc) and doc[at].text in "([" and doc[at + 2].text in ")]" and not draft.person:
            text = doc[at + 1].text
            initials = "".join(token.text[0].lower() for token in doc[draft.start : draft.end] if token.is_alpha)
            if 2 <= len(text) <= 10 and text.isupper() and text[0].lower() in initials:
                yield text, draft


def _without_overlaps(drafts: list[_Draft]) -> list[_Draft]:
    """Longest phrases first; of two equally long the one that knows more."""
    order = sorted(drafts, key=lambda d: (d.start - d.end, d.cls is None, d.row is None, d.start))
    taken: set[int] = set()
    kept = []
    for draft in order:
        span = range(draft.start, draft.end)
        if span and not any(at in taken for at in span):
            taken.update(span)
            kept.append(draft)
    return sorted(kept, key=lambda d: d.start)


# --- what a phrase stands for


def _country_codes(scene: Scene) -> dict[int, str]:
    """Country by token, from place mentions of country rank, demonyms and country names."""
    codes: dict[int, str] = {}
    for table in (scene.lexicon.countries, scene.lexicon.peoples, scene.lexicon.demonyms):
        for hit in table.find(scene.words, scene.owners):
            text = scene.doc[hit.start].text
            if len(text) > 3 or not text.islower():
                codes.update(dict.fromkeys(range(hit.start, hit.end), hit.value))
    for at, place in scene.places.items():
        if place.country and (place.feature == "country" or not place.literal):
            codes[at] = place.country
    return codes


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What the words of a phrase say besides its head."""

    row: ActorRow | None
    sponsored: ActorRow | None
    code: str | None
    sponsor: str | None
    modifiers: tuple[ActorKind, ...]
    side: bool
    owner: bool


def _evidence(scene: Scene, draft: _Draft, rows: dict[int, Hit[ActorRow]], codes: dict[int, str]) -> _Evidence:
    row = sponsored = None
    code = sponsor = None
    modifiers: list[ActorKind] = []
    side = owner = False
    for at in range(draft.start, draft.end):
        hit = rows.get(at)
        stop = hit.end if hit else at + 1
        after = scene.lexicon.suffixes.get(scene.norms[stop + 1]) if scene.joined(stop) else None
        prefix = scene.lexicon.suffixes.get(scene.norms[at - 2]) if at > 1 and scene.joined(at - 1) else None
        outer = after == "sponsor" or prefix == "against"
        side = side or prefix == "side"
        if hit and outer:
            sponsored = hit.value
        elif hit:
            row = hit.value
        if at in codes and outer:
            sponsor = codes[at]
        elif at in codes:
            code = code or codes[at]
        if at != draft.core and not hit and scene.norms[at] in scene.lexicon.modifiers and not outer:
            modifiers.append(_modifier(scene, at, prefix))
        unit = scene.units.get(at)
        if unit in scene.persons and unit is not None and unit != draft.person:
            owner = True
    return _Evidence(row, sponsored, code, sponsor, tuple(modifiers), side, owner)


def _modifier(scene: Scene, at: int, prefix: str | None) -> ActorKind:
    if prefix == "side":
        return ActorKind.POLITICAL_MILITIA
    return scene.lexicon.modifiers[scene.norms[at]]


def _kind(draft: _Draft, evidence: _Evidence) -> ActorKind | None:
    cls, row = draft.cls, evidence.row
    if draft.kind is not None:
        return draft.kind
    if cls is None:
        return row.kind if row else None
    if cls.kind is ActorKind.OBJECT:
        return ActorKind.OBJECT
    hidden = ActorKind.UNIDENTIFIED in evidence.modifiers and cls.armed
    if not cls.weak:
        if hidden and cls.kind in {ActorKind.REBEL_GROUP, ActorKind.POLITICAL_MILITIA} and row is None:
            return ActorKind.UNIDENTIFIED
        if cls.kind is ActorKind.STATE_FORCES and evidence.sponsored is None and "title" not in cls.flags:
            return row.kind if row and row.kind is not ActorKind.CIVILIANS else _not_state(evidence) or cls.kind
        armed_row = row is not None and row.kind is not ActorKind.CIVILIANS and cls.armed
        return row.kind if row is not None and armed_row else cls.kind
    if draft.part is not None and draft.part.cls is not None and (row is None or not draft.part.cls.weak):
        return _kind(draft.part, evidence)
    if row is not None:
        return row.kind
    if evidence.modifiers:
        strong = [kind for kind in evidence.modifiers if kind is not ActorKind.UNIDENTIFIED]
        kind = strong[-1] if strong else ActorKind.UNIDENTIFIED
        if ActorKind.POLITICAL_MILITIA in strong or ActorKind.REBEL_GROUP in strong:
            kind = next(k for k in strong if k in {ActorKind.POLITICAL_MILITIA, ActorKind.REBEL_GROUP})
        if cls.armed or "group" in cls.flags or cls.kind is not None:
            return kind
        return cls.kind
    if evidence.sponsored is not None or evidence.sponsor is not None:
        return ActorKind.EXTERNAL_FORCES if cls.kind is ActorKind.EXTERNAL_FORCES else ActorKind.REBEL_GROUP
    if evidence.owner and cls.person and cls.armed:
        return ActorKind.REBEL_GROUP
    if evidence.code and (cls.armed or "group" in cls.flags) and cls.kind is not ActorKind.REBEL_GROUP:
        return ActorKind.STATE_FORCES
    return cls.kind


def _not_state(evidence: _Evidence) -> ActorKind | None:
    """A rebel or militia word turns "rebel soldiers" away from the state."""
    against = {ActorKind.REBEL_GROUP, ActorKind.POLITICAL_MILITIA}
    return next((kind for kind in evidence.modifiers if kind in against), None)


def _mention(
    scene: Scene, draft: _Draft, rows: dict[int, Hit[ActorRow]], codes: dict[int, str], number: int
) -> ActorMention:
    evidence = _evidence(scene, draft, rows, codes)
    cls = draft.cls
    kind = _kind(draft, evidence)
    row = evidence.row or draft.row
    belongs = row is not None and kind is not None and kind is row.kind
    if cls is not None and (cls.kind is ActorKind.OBJECT or (cls.kind is ActorKind.CIVILIANS and not cls.weak)):
        belongs = False
    armed = cls.armed if cls else None
    if armed is None and kind is not None and (cls is None or "group" in cls.flags or cls.kind is not None):
        armed = kind not in {ActorKind.CIVILIANS, ActorKind.RIOTERS_PROTESTERS, ActorKind.OBJECT}
    thing = kind is ActorKind.OBJECT
    country = draft.code or evidence.code or (row.country if belongs and row else None)
    person = draft.pronoun or bool(draft.person) or (cls.person if cls else not thing and draft.row is None)
    if cls is None and draft.row is not None:
        person = kind is not ActorKind.OBJECT
    return ActorMention(
        start=draft.start,
        end=draft.end,
        head=phrase_head(scene, draft.start, draft.end, draft.core),
        kind=kind,
        country=country,
        actor_id=row.id if belongs and row else None,
        name=_name(scene, draft, row if belongs else None),
        armed=False if thing else armed,
        person=person and not thing,
        proper=not draft.pronoun and (draft.named or belongs),
        entity=number,
    )


def _name(scene: Scene, draft: _Draft, row: ActorRow | None) -> str:
    if draft.person is not None:
        return scene.doc[draft.person[0] : draft.person[1]].text
    if row is not None:
        return row.name
    return scene.doc[draft.start : draft.end].text

"""What an actor phrase stands for: kind, country, lexicon entry, by its head noun and the words around it."""

from dataclasses import dataclass

from conflictwire.entities.actor_phrases import Scene, phrase_head
from conflictwire.entities.lexicon import ActorRow, Hit, NounClass
from conflictwire.entities.parsed import ActorMention
from conflictwire.schema import ActorKind

__all__ = ["Draft", "as_mention", "country_codes", "side_of"]

_STATE = frozenset({ActorKind.STATE_FORCES})
_NON_STATE = frozenset({ActorKind.REBEL_GROUP, ActorKind.POLITICAL_MILITIA})


@dataclass(frozen=True, slots=True)
class Draft:
    """A phrase and what its core says.

    Attributes:
        start, end: tokens of the phrase.
        core: token of its head noun or the last of its name.
        cls: class of the head noun.
        row: lexicon row of the name.
        code: country.
        person: tokens of a personal name inside.
        named: it has a proper name.
        pronoun: it is a pronoun.
        kind: the kind, where the anchor settles it.
        part: the phrase that it belongs to ("members of X").
        loyal: the phrase whose side it is on ("forces loyal to X").
    """

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
    part: "Draft | None" = None
    loyal: "Draft | None" = None


def country_codes(scene: Scene) -> dict[int, str]:
    """Country by token, from place mentions of country rank, demonyms and country names."""
    codes: dict[int, str] = {}
    for table in (scene.lexicon.countries, scene.lexicon.peoples, scene.lexicon.demonyms):
        for hit in table.find(scene.words, scene.owners):
            text = scene.tokens[hit.start].text
            if len(text) > 3 or not text.islower():
                codes.update(dict.fromkeys(range(hit.start, hit.end), hit.value))
    for at, place in scene.places.items():
        if place.country and (place.feature == "country" or not place.literal):
            codes[at] = place.country
    return codes


def side_of(scene: Scene, draft: Draft, rows: dict[int, Hit[ActorRow]]) -> str | None:
    """Lexicon id of the group for which an uncounted party fights ("pro-X forces", "forces loyal to X")."""
    if (
        draft.cls is None
        or not draft.cls.armed
        or any(scene.tokens[at].like_num for at in range(draft.start, draft.end))
    ):
        return None
    for at in range(draft.start, draft.end):
        hit = rows.get(at)
        prefixed = at > 1 and scene.joined(at - 1) and scene.lexicon.suffixes.get(scene.norms[at - 2]) == "side"
        if hit and (
            prefixed or (draft.loyal is not None and at >= draft.loyal.start and _sides(scene, draft.loyal.start))
        ):
            return hit.value.id
    return None


def _sides(scene: Scene, at: int) -> bool:
    return any(scene.norms[before] in scene.lexicon.siding for before in range(max(at - 3, 0), at))


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What the words of a phrase say besides its head."""

    row: ActorRow | None
    sponsored: ActorRow | None
    code: str | None
    sponsor: str | None
    modifiers: tuple[ActorKind, ...]
    unknown: bool
    side: bool
    state: bool
    owner: bool


def _evidence(scene: Scene, draft: Draft, rows: dict[int, Hit[ActorRow]], codes: dict[int, str]) -> _Evidence:
    row = sponsored = None
    code = sponsor = None
    modifiers: list[ActorKind] = []
    side = owner = unknown = state = False
    for at in range(draft.start, draft.end):
        hit = rows.get(at) if draft.loyal is None or at < draft.loyal.start else None
        stop = hit.end if hit else at + 1
        after = scene.lexicon.suffixes.get(scene.norms[stop + 1]) if scene.joined(stop) else None
        prefix = scene.lexicon.suffixes.get(scene.norms[at - 2]) if at > 1 and scene.joined(at - 1) else None
        outer = after == "sponsor" or prefix in {"against", "side"}
        side = side or prefix == "side"
        state = state or (prefix == "side" and scene.lexicon.modifiers.get(scene.norms[at]) is ActorKind.STATE_FORCES)
        unknown = unknown or scene.norms[at] in scene.lexicon.unknown
        if hit and outer:
            sponsored = hit.value
        elif hit:
            row = hit.value
        if at in codes and (outer or (draft.loyal is not None and at >= draft.loyal.start)):
            sponsor = codes[at]
        elif at in codes:
            code = code or codes[at]
        if (
            at != draft.core
            and not hit
            and scene.norms[at] in scene.lexicon.modifiers
            and not outer
            and not _in_core(scene, draft, at)
            and (at < draft.core or scene.tokens[at].tag_ not in {"NNP", "NNPS"})
        ):
            modifiers.append(scene.lexicon.modifiers[scene.norms[at]])
        unit = scene.units.get(at)
        if unit in scene.persons and unit is not None and unit != draft.person:
            owner = True
    return _Evidence(row, sponsored, code, sponsor, tuple(modifiers), unknown, side, state, owner)


def _in_core(scene: Scene, draft: Draft, at: int) -> bool:
    """Whether the word is part of a compound head that has its own kind ("foreign minister")."""
    return at + 1 == draft.core and (scene.norms[at], scene.norms[at + 1]) in scene.lexicon.nouns.entries


def _kind(draft: Draft, evidence: _Evidence) -> ActorKind | None:
    cls = draft.cls
    if draft.kind is not None:
        return draft.kind
    if cls is None:
        row = evidence.row or draft.row
        leads = row is not None and row.leads and row.kind is ActorKind.STATE_FORCES
        return ActorKind.CIVILIANS if leads else row.kind if row else None
    if cls.kind is ActorKind.OBJECT:
        return ActorKind.OBJECT
    return _weak_kind(draft, cls, evidence) if cls.weak else _strong_kind(cls, evidence)


def _strong_kind(cls: NounClass, evidence: _Evidence) -> ActorKind | None:
    """A telling head noun keeps its kind unless a name or a hostile word says which side the bearers of arms are on."""
    row = evidence.row if cls.armed and evidence.row and evidence.row.kind is not ActorKind.CIVILIANS else None
    if row is not None and "title" not in cls.flags:
        return row.kind
    if evidence.unknown and cls.kind in _NON_STATE:
        return ActorKind.UNIDENTIFIED
    if cls.kind is ActorKind.STATE_FORCES and "title" not in cls.flags:
        return next((kind for kind in evidence.modifiers if kind in _NON_STATE), cls.kind)
    return cls.kind


def _weak_kind(draft: Draft, cls: NounClass, evidence: _Evidence) -> ActorKind | None:
    """A head noun that leaves the kind open takes it from the first of these that is known."""
    part = draft.part
    options = (
        _kind(part, evidence) if part and part.cls and (evidence.row is None or not part.cls.weak) else None,
        evidence.row.kind if evidence.row else None,
        _kind_by_loyalty(cls, draft.loyal, evidence),
        _kind_by_modifiers(cls, evidence.modifiers),
        _kind_by_sponsor(cls, evidence),
        ActorKind.REBEL_GROUP if evidence.owner and cls.person and cls.armed else None,
        ActorKind.STATE_FORCES if evidence.code and _serves_state(cls) else None,
    )
    return next((kind for kind in options if kind is not None), cls.kind)


def _kind_by_loyalty(cls: NounClass, side: Draft | None, evidence: _Evidence) -> ActorKind | None:
    """What those on the side of somebody are; those of a person are rebels."""
    if side is None:
        return None
    if side.row is not None and side.row.leads:
        return ActorKind.POLITICAL_MILITIA if side.row.kind is ActorKind.STATE_FORCES else side.row.kind
    if side.cls is not None and "office" in side.cls.flags:
        return ActorKind.POLITICAL_MILITIA
    return _on_side(cls, _kind(side, evidence) or ActorKind.REBEL_GROUP)


def _on_side(cls: NounClass, kind: ActorKind) -> ActorKind:
    """Forces and troops on the side of a state fight for it, its fighters and gunmen are a militia."""
    regular = "group" in cls.flags and cls.kind in {ActorKind.STATE_FORCES, ActorKind.UNIDENTIFIED}
    return ActorKind.POLITICAL_MILITIA if kind is ActorKind.STATE_FORCES and not regular else kind


def _kind_by_modifiers(cls: NounClass, modifiers: tuple[ActorKind, ...]) -> ActorKind | None:
    if not modifiers or not (cls.armed or cls.kind is not None):
        return None
    telling = [kind for kind in modifiers if kind is not ActorKind.UNIDENTIFIED]
    against = next((kind for kind in telling if kind in _NON_STATE), None)
    return against or (telling[-1] if telling else ActorKind.UNIDENTIFIED)


def _kind_by_sponsor(cls: NounClass, evidence: _Evidence) -> ActorKind | None:
    if evidence.sponsored is None and evidence.sponsor is None and not evidence.state:
        return None
    if evidence.side:
        return _on_side(cls, evidence.sponsored.kind if evidence.sponsored else ActorKind.STATE_FORCES)
    return ActorKind.REBEL_GROUP if cls.armed else None


def _abroad(scene: Scene, draft: Draft, evidence: _Evidence, kind: ActorKind | None) -> ActorKind | None:
    """Armed forces of a state are external forces where most places of the text are in another country."""
    armed = draft.cls.armed and draft.person is None if draft.cls else draft.person is None
    row = evidence.row or draft.row
    code = draft.code or evidence.code or (row.country if row else None)
    if kind is not ActorKind.STATE_FORCES or not armed or not code or code in scene.home:
        return kind
    return ActorKind.EXTERNAL_FORCES if scene.home else kind


def _serves_state(cls: NounClass) -> bool:
    return bool(cls.armed) and cls.kind is not ActorKind.REBEL_GROUP


def as_mention(
    scene: Scene, draft: Draft, rows: dict[int, Hit[ActorRow]], codes: dict[int, str], number: int
) -> ActorMention:
    """The mention of a phrase; `rows` are lexicon names by first token, `codes` countries by token."""
    evidence = _evidence(scene, draft, rows, codes)
    cls = draft.cls
    kind = _abroad(scene, draft, evidence, _kind(draft, evidence))
    row = evidence.row or draft.row
    own = row if row is not None and _belongs(draft, kind, row) else None
    thing = kind is ActorKind.OBJECT
    return ActorMention(
        start=draft.start,
        end=draft.end,
        head=phrase_head(scene, draft.start, draft.end, draft.core),
        kind=kind,
        country=draft.code or evidence.code or _country(draft, row, own),
        actor_id=own.id if own else None,
        name=_name(scene, draft, own),
        armed=False if thing else _armed(cls, kind, evidence),
        person=_is_person(draft, thing=thing),
        proper=not draft.pronoun and (draft.named or own is not None),
        entity=number,
        office=_holds_office(draft, row),
        personal=draft.person is not None,
        anyone=cls is not None and "anyone" in cls.flags and draft.person is None,
        owner=_owner(scene, draft, rows, codes, number) if thing else None,
    )


def _owner(
    scene: Scene, draft: Draft, rows: dict[int, Hit[ActorRow]], codes: dict[int, str], number: int
) -> ActorMention | None:
    """The armed group named inside the phrase of a thing ("two Hamas weapons sites")."""
    hits = (rows[at] for at in range(draft.start, draft.end) if at in rows)
    hit = next((hit for hit in hits if hit.value.kind in _NON_STATE and not hit.value.leads), None)
    if hit is None or hit.end >= draft.end:
        return None
    return as_mention(scene, Draft(hit.start, hit.end, hit.end - 1, row=hit.value, named=True), rows, codes, number)


def _belongs(draft: Draft, kind: ActorKind | None, row: ActorRow) -> bool:
    """Whether the phrase stands for the actor of `row`, or some of its men, rather than for somebody beside it."""
    cls = draft.cls
    if row.leads:
        return draft.person is not None
    if cls is not None and (cls.kind is ActorKind.OBJECT or (cls.kind is ActorKind.CIVILIANS and not cls.weak)):
        return False
    return kind is row.kind or (kind is ActorKind.EXTERNAL_FORCES and row.kind in _STATE)


def _country(draft: Draft, row: ActorRow | None, own: ActorRow | None) -> str | None:
    """The country of the actor, of the leader whose men they are, or of the side that they are on."""
    if draft.loyal is not None and draft.loyal.row is not None and draft.loyal.row.country:
        return draft.loyal.row.country
    return row.country if row is not None and (own is not None or row.leads) else None


def _armed(cls: NounClass | None, kind: ActorKind | None, evidence: _Evidence) -> bool | None:
    if cls is not None and cls.armed is not None:
        return cls.armed
    bare = cls is not None and cls.kind is ActorKind.UNIDENTIFIED and kind is cls.kind and not evidence.modifiers
    telling = cls is None or cls.group or cls.kind is not None
    if kind is None or bare or not telling:
        return None
    return kind not in {ActorKind.CIVILIANS, ActorKind.RIOTERS_PROTESTERS, ActorKind.OBJECT}


def _is_person(draft: Draft, *, thing: bool) -> bool:
    """Whether it is a human being or a body of them."""
    if thing:
        return False
    if draft.pronoun or draft.person or draft.cls is None:
        return True
    return draft.cls.person


def _holds_office(draft: Draft, row: ActorRow | None) -> bool:
    if draft.cls is not None and "office" in draft.cls.flags:
        return True
    leader = row is not None and row.leads and draft.person is not None
    return leader and row is not None and row.kind is ActorKind.STATE_FORCES


def _name(scene: Scene, draft: Draft, row: ActorRow | None) -> str:
    if draft.person is not None and row is None:
        return scene.doc[draft.person[0] : draft.person[1]].text
    if row is not None:
        return row.name
    return scene.doc[draft.start : _body_end(scene, draft)].text


def _body_end(scene: Scene, draft: Draft) -> int:
    """Where the words for a body of a state end of which some men are told ("Honduran army | troops")."""
    nouns, at = scene.lexicon.nouns.entries, draft.core
    body = nouns.get((scene.norm(at - 2), scene.norm(at - 1))) or nouns.get((scene.norm(at - 1),))
    counted = any(scene.tokens[at].like_num for at in range(draft.start, draft.end))
    if counted or body is None or draft.cls is None or draft.core <= draft.start or draft.core + 1 != draft.end:
        return draft.end
    men = draft.cls.armed and draft.cls.person and draft.cls.kind in _STATE and body.kind in _STATE
    return (
        draft.core
        if men and body.armed and body.group and scene.tokens[draft.core].tag_ in {"NNS", "NNPS"}
        else draft.end
    )

"""One document as the event rules see it: parties, places, dates and weapons, with their ties to a predicate."""

import dataclasses
from collections import defaultdict
from collections.abc import Iterable

from spacy.tokens import Token

from conflictwire.entities.parsed import ActorMention, DateMention, Parsed, PlaceMention
from conflictwire.events.casualties import find_casualties
from conflictwire.events.mentions import CasualtyMention
from conflictwire.events.roles import Frame, Roles, normal
from conflictwire.events.setting import Setting, steps_between
from conflictwire.events.weapons import find_weapons
from conflictwire.resources import Resources
from conflictwire.schema import ActorKind

__all__ = ["Scene"]

# how many dependency steps a weapon or date may be away from the trigger and still belong to it
WEAPON_STEPS = 5
BACK_REFERENCE = frozenset({"the", "this", "that", "these", "those", "both"})


class Scene:
    """Indexes over a `Parsed` article; read-only for its users."""

    def __init__(self, parsed: Parsed, resources: Resources) -> None:
        self.parsed = parsed
        self.roles = Roles(parsed.doc, resources)
        self._by_head = {actor.head: actor for actor in parsed.actors}
        self._by_token: dict[int, ActorMention] = {}
        for actor in sorted(parsed.actors, key=lambda a: a.start - a.end):
            self._by_token.update(dict.fromkeys(range(actor.start, actor.end), actor))
        self._place_at = {i: place for place in parsed.places for i in range(place.start, place.end)}
        self.setting = Setting(parsed, self.roles, self._by_token, resources)
        self._weapon_classes = find_weapons(parsed.doc, resources)
        self._weapons: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for span in self._weapon_classes:
            self._weapons[self._sentence(span[0])].append(span)
        self._date_tokens = {i for d in parsed.dates for i in range(d.start, d.end)}
        self._counts = {q.head for q in parsed.quantities}
        self._event_nouns = frozenset(resources.lexicon("event_nouns"))
        self._place_nouns = frozenset(resources.lexicon("place_nouns"))
        self._crowds = frozenset(resources.lexicon("crowds"))
        titles = [p for p in parsed.document.paragraphs if p.role == "title"]
        self._title_end = max((p.end for p in titles), default=0)
        self.casualties = find_casualties(parsed, self.roles, self.party, resources)
        self._casualties: dict[int, list[CasualtyMention]] = defaultdict(list)
        for casualty in self.casualties:
            self._casualties[casualty.predicate].append(casualty)

    def _sentence(self, i: int) -> int:
        return int(self.parsed.doc[i].sent.start)

    # -- parties ----------------------------------------------------------------------------------------------------

    def party(self, token: Token) -> ActorMention | None:
        """The party that a noun token names; a plain one made from its phrase when the entity stage knows none."""
        known = self._by_head.get(token.i)
        if known is not None:
            return known
        place = self._place_at.get(token.i)
        if place is not None and place.literal:
            return self._plain(token, place.start, place.end, kind=ActorKind.OBJECT, country=place.country, proper=True)
        inside = self._by_token.get(token.i)
        if inside is not None:
            return inside
        if token.pos_ == "NUM" and token.i in self._counts:
            return self._plain(
                token, token.i, token.i + 1, kind=ActorKind.CIVILIANS, country=None, proper=False, person=True
            )
        if token.pos_ not in ("NOUN", "PROPN", "ADJ") or token.like_num:
            return None
        start, end = self.roles.phrase(token)
        return self._plain(token, start, end, kind=None, country=None, proper=token.pos_ == "PROPN")

    def state(self, token: Token) -> ActorMention | None:
        """The party of a token; a country or its adjective stands for its forces ("an Israeli air strike")."""
        place = self._place_at.get(token.i)
        if place is None or place.country is None or (place.feature != "country" and place.literal):
            return self.party(token)
        known = self._by_head.get(token.i)
        if known is not None and known.kind not in (None, ActorKind.OBJECT):
            return known
        kind = ActorKind.STATE_FORCES
        plain = self._plain(token, place.start, place.end, kind=kind, country=place.country, proper=True)
        return dataclasses.replace(plain, armed=True)

    def _plain(
        self,
        token: Token,
        start: int,
        end: int,
        *,
        kind: ActorKind | None,
        country: str | None,
        proper: bool,
        person: bool = False,
    ) -> ActorMention:
        doc = self.parsed.doc
        while start < token.i and (
            doc[start].is_punct or doc[start].lower_ in ("the", "a", "an", "its", "their", "his", "her")
        ):
            start += 1
        return ActorMention(
            start,
            end,
            token.i,
            kind,
            country,
            None,
            doc[start:end].text,
            None,
            person=person,
            proper=proper,
            entity=-1 - token.i,
        )

    def suits(self, token: Token, party: ActorMention, types: Iterable[str]) -> bool:
        """Whether a party is of one of `types` (none given: it must be known to the entity stage, or a place)."""
        types = tuple(types)
        weapon = self._class_of(token)
        if weapon is None and "weapon" in types:
            return any(t.i - token.i <= 6 and self.is_weapon(t) for t in token.subtree if t.i >= token.i - 3)
        if weapon is not None:
            return "weapon" in types or weapon.removesuffix("_class") in types
        if not types:
            return party.entity >= 0 or party.kind is not None
        return any(t == "any" or t in self._types(token, party) for t in types)

    def _types(self, token: Token, party: ActorMention) -> set[str]:
        kind = party.kind
        types = {str(kind)} if kind else set()
        armed_kinds = (
            ActorKind.STATE_FORCES,
            ActorKind.REBEL_GROUP,
            ActorKind.POLITICAL_MILITIA,
            ActorKind.EXTERNAL_FORCES,
        )
        if party.armed or (party.armed is None and kind in armed_kinds):
            types.add("armed")
        if kind in (ActorKind.STATE_FORCES, ActorKind.EXTERNAL_FORCES):
            types.add("force")
        if kind in (ActorKind.REBEL_GROUP, ActorKind.POLITICAL_MILITIA, ActorKind.COMMUNAL_GROUP):
            types.add("rebel")
        if party.person or kind == ActorKind.CIVILIANS:
            types.add("person")
            if not party.armed and kind in (None, ActorKind.CIVILIANS):
                types.add("civilian")
        if kind == ActorKind.RIOTERS_PROTESTERS:
            types.update(("protesters", "person"))
        if kind is not None and kind != ActorKind.OBJECT:
            types.add("group")
        if token.lower_ in self._place_nouns or normal(token) in self._place_nouns:
            types.add("place")
        if normal(token) in self._crowds:
            types.add("crowd")
        place = self._place_at.get(token.i)
        if place is not None and place.literal:
            types.add("place")
            if place.feature == "country":
                types.add("country")
        return types

    def place_of_party(self, party: ActorMention) -> PlaceMention | None:
        """The place that a party is, when it is one ("shelled Gao")."""
        place = self._place_at.get(party.head)
        return place if place is not None and place.literal else None

    # -- weapons ----------------------------------------------------------------------------------------------------

    def is_weapon(self, token: Token) -> bool:
        """The token belongs to a weapon word."""
        return any(start <= token.i < end for start, end in self._weapons.get(self._sentence(token.i), ()))

    def _class_of(self, token: Token) -> str | None:
        spans = self._weapons.get(self._sentence(token.i), ())
        return next((self._weapon_classes[s] for s in spans if s[0] <= token.i < s[1]), None)

    def is_munition(self, token: Token) -> bool:
        """The token is a weapon that cannot stand for its user (a shell, a bomb), unlike aircraft."""
        weapon = self._class_of(token)
        return weapon is not None and weapon != "aircraft_class"

    def weapon_in_sentence(self, head: int) -> bool:
        """A weapon is named in the sentence of token `head`."""
        return bool(self._weapons.get(self._sentence(head)))

    def weapon_class(self, start: int, end: int) -> str:
        """Class of a weapon span."""
        return self._weapon_classes[start, end]

    def weapons(self, head: Token, trigger: tuple[int, int]) -> tuple[tuple[int, int], ...]:
        """Weapon spans of the sentence that hang close to the trigger in the parse, or lie in it."""
        spans = self._weapons.get(self._sentence(head.i), ())
        doc = self.parsed.doc
        return tuple(
            (start, end)
            for start, end in spans
            if (trigger[0] < end and start < trigger[1]) or self.distance(head, doc[end - 1]) <= WEAPON_STEPS
        )

    # -- place and date ---------------------------------------------------------------------------------------------

    def distance(self, a: Token, b: Token) -> int:
        """Number of dependency steps between two tokens of a sentence."""
        return steps_between(a, b, self.roles)

    def place(self, head: Token, frame: Frame) -> PlaceMention | None:
        """Where the event is, as far as its sentence says."""
        return self.setting.place(head, frame)

    def date(self, head: Token) -> DateMention | None:
        """When the event was, as far as its sentence says."""
        return self.setting.date(head)

    # -- the rest ---------------------------------------------------------------------------------------------------

    def casualties_of(self, head: Token) -> tuple[CasualtyMention, ...]:
        """Tolls whose predicate is this token."""
        return tuple(self._casualties.get(head.i, ()))

    def in_date(self, head: Token) -> bool:
        """The token belongs to a date expression ("March 31")."""
        return head.i in self._date_tokens

    def refers_back(self, head: Token) -> bool:
        """A definite noun ("the attack"), a bare anaphor ("incident"), or a verb with such a doer."""
        if self.roles.is_verbal(head):
            doers = self.roles.frame(head).roles.get("subject", ())
            return any(normal(t) in self._event_nouns and self._definite(t) for t in doers)
        return self._definite(head) or normal(head) == "incident"

    @staticmethod
    def _definite(noun: Token) -> bool:
        return any(child.lower_ in BACK_REFERENCE for child in noun.children)

    def in_title(self, head: Token) -> bool:
        """The token stands in the headline."""
        return head.idx < self._title_end

    def title_words(self) -> tuple[tuple[int, str], ...]:
        """Tokens of the headline: (index, lower-cased form)."""
        return tuple((token.i, token.lower_) for token in self.parsed.doc if token.idx < self._title_end)

    def lemma(self, i: int) -> str:
        """Lower-cased lemma of a token."""
        return normal(self.parsed.doc[i])

"""One document as the event rules see it: parties, places, dates and weapons, with their ties to a predicate."""

import dataclasses
from collections import defaultdict
from collections.abc import Iterable

from spacy.tokens import Token

from conflictwire.entities.parsed import ActorMention, DateMention, Parsed, PlaceMention
from conflictwire.entities.shared_heads import sharers
from conflictwire.entities.words import children_of, sentence_of, words_of
from conflictwire.events.casualties import find_casualties
from conflictwire.events.crews import Crews
from conflictwire.events.history import History
from conflictwire.events.mentions import CasualtyMention, EventMention
from conflictwire.events.party_types import PartyTypes
from conflictwire.events.roles import Frame, Roles, normal
from conflictwire.events.setting import Setting
from conflictwire.events.steps import steps_between
from conflictwire.events.syntax import word_set
from conflictwire.events.weapon_use import WeaponUse
from conflictwire.events.weapons import CREWED
from conflictwire.resources import Resources
from conflictwire.schema import ActorKind, SubEventType

__all__ = ["Scene"]

# the first sentences tell the news, and may do so in the present
OPENING_SENTENCES = 1
# words at the start of a sentence among which it may turn to another incident
OPENING = 4
WIDE = ("country", "admin1", "region")
GUNS = "artillery_class"


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
        self._arms = WeaponUse(parsed.doc, self.roles, resources, self._by_token)
        self._crews = Crews(parsed, self._arms, self._by_head, self._place_at)
        self._date_tokens = {i for d in parsed.dates for i in range(d.start, d.end)}
        self._date_of: dict[int, DateMention | None] = {}
        self._counts = {q.head for q in parsed.quantities}
        self._kinds = PartyTypes(resources)
        self._history = History(resources)
        self._ordinals = word_set(resources, "ordinal_words")
        self._definites = word_set(resources, "definite_words")
        self._indefinites = word_set(resources, "indefinite_articles")
        self._anaphors = word_set(resources, "bare_anaphors")
        self._others = word_set(resources, "other_words")
        self._turns = word_set(resources, "turning_words")
        self._attackers = word_set(resources, "attacker_nouns")
        self._pointers = word_set(resources, "pointing_pronouns")
        self._dwellings = word_set(resources, "dwelling_nouns")
        self._raids = word_set(resources, "raid_nouns")
        self._asides = word_set(resources, "aside_prepositions")
        self._occasions = word_set(resources, "occasion_prepositions")
        self._event_nouns = word_set(resources, "event_nouns")
        self._casualty_nouns = word_set(resources, "casualty_nouns")
        self._listings = resources.lexicon("listed_victims")
        titles = [p for p in parsed.document.paragraphs if p.role == "title"]
        self._title_end = max((p.end for p in titles), default=0)
        self.casualties = find_casualties(parsed, self.roles, self.party, resources)
        self._casualties: dict[int, list[CasualtyMention]] = defaultdict(list)
        for casualty in self.casualties:
            self._casualties[casualty.predicate].append(casualty)
            for doer in self.roles.frame(parsed.doc[casualty.predicate]).roles.get("subject", ()):
                if doer.pos_ == "NOUN":  # "clashes in the south killed two dozen people"
                    self._casualties[doer.i].append(casualty)

    def _sentence(self, i: int) -> int:
        return int(sentence_of(self.parsed.doc[i]).start)

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
        if token.pos_ == "NUM":
            return self._counted(token)
        if token.pos_ not in ("NOUN", "PROPN", "ADJ") or token.like_num or token.i in self._date_tokens:
            return None
        start, end = self.roles.phrase(token)
        victim = token.i in self._counts and self._kinds.is_victim(token)
        kind = ActorKind.CIVILIANS if victim else None
        return self._plain(token, start, end, kind=kind, country=None, proper=token.pos_ == "PROPN", person=victim)

    def only_counts(self, noun: Token) -> bool:
        """The noun says what befell people, not who they were ("88 fatalities", "one wounded")."""
        return normal(noun) in self._casualty_nouns or noun.lower_ in self._casualty_nouns

    def tells_victims(self, token: Token) -> str | None:
        """What a word is in telling who was harmed: "victim", "listing" (a verb that says who they are), or nothing."""
        return self._listings.get(token.lower_) or self._listings.get(normal(token))

    def sharing(self, noun: Token) -> tuple[ActorMention, ...]:
        """Armed parties named before a noun that they share ("Fatah and Hamas gunmen")."""
        last = self._by_head.get(noun.i)
        if last is None or not (last.armed or self._arms.class_of(noun) in CREWED):
            return ()
        parties = (self._by_head.get(t.i) for t in sharers(noun))
        return tuple(party for party in parties if party is not None and party.armed)

    def _counted(self, number: Token) -> ActorMention | None:
        """Those whom a numeral counts ("seven of her bodyguards"), or people of whom no more is said."""
        counted = self.roles.counted(number)
        whole = None if counted is None else self.party(counted)
        if whole is not None:
            return dataclasses.replace(whole, start=number.i)
        if number.i not in self._counts:
            return None
        kind = ActorKind.CIVILIANS
        return self._plain(number, number.i, number.i + 1, kind=kind, country=None, proper=False, person=True)

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
        weapon = self._arms.class_of(token)
        if weapon is None and "weapon" in types:
            return any(t.i - token.i <= 6 and self.is_weapon(t) for t in token.subtree if t.i >= token.i - 3)
        if weapon is not None and ("weapon" in types or weapon.removesuffix("_class") in types):
            return True
        if weapon is not None:
            party = self._crews.crew(party)
            if not party.armed:
                return False
        if not types:
            return party.entity >= 0 or party.kind is not None
        found = self._kinds.types(token, party, self._place_at.get(token.i))
        return any(t == "any" or t in found for t in types)

    def owners(self, thing: ActorMention) -> tuple[Token, ...]:
        """Whose a home or car is ("the residence of X")."""
        head = self.parsed.doc[thing.head]
        return self.roles.frame(head).roles.get("prep:of", ()) if normal(head) in self._dwellings else ()

    def place_of_party(self, party: ActorMention) -> PlaceMention | None:
        """The place that a party is, when it is one ("shelled Gao")."""
        place = self._place_at.get(party.head)
        return place if place is not None and place.literal else None

    # -- weapons ----------------------------------------------------------------------------------------------------

    def is_weapon(self, token: Token) -> bool:
        """The token belongs to a weapon word."""
        return self._arms.class_of(token) is not None

    def doers(self, party: ActorMention) -> tuple[ActorMention, ...]:
        """Who acts where a party is said to, see `Crews.doers`."""
        return self._crews.doers(party)

    def weapon_in_sentence(self, head: int) -> bool:
        """A weapon is named in the sentence of token `head`, and not as what a factory makes or a depot holds."""
        return self._arms.in_sentence(head)

    def weapon_class(self, start: int, end: int) -> str:
        """Class of a weapon span."""
        return self._arms.class_at(start, end)

    def weapons(self, head: Token, trigger: tuple[int, int], sub_event: SubEventType) -> tuple[tuple[int, int], ...]:
        """Weapon spans of the sentence that hang close to the trigger in the parse, or lie in it."""
        return self._arms.of(head, trigger, disrupted=sub_event == SubEventType.DISRUPTED_WEAPONS_USE)

    # -- place and date ---------------------------------------------------------------------------------------------

    def distance(self, a: Token, b: Token) -> int:
        """Number of dependency steps between two tokens of a sentence."""
        return steps_between(a, b, self.roles)

    def place(self, head: Token, frame: Frame) -> PlaceMention | None:
        """Where the event is, as far as its sentence says."""
        return self.setting.where.place(head, frame)

    def date(self, head: Token) -> DateMention | None:
        """When the event was, as far as its sentence says."""
        if head.i not in self._date_of:
            self._date_of[head.i] = self.setting.when.date(head)
        return self._date_of[head.i]

    # -- the rest ---------------------------------------------------------------------------------------------------

    def casualties_of(self, head: Token) -> tuple[CasualtyMention, ...]:
        """Tolls whose predicate is this token, or which it brought about ("were wounded in an explosion")."""
        own = tuple(self._casualties.get(head.i, ()))
        brought = self.roles.preposition(head) in self._occasions and head.head.i != head.i
        return own or (tuple(self._casualties.get(head.head.i, ())) if brought else ())

    def in_date(self, at: int) -> bool:
        """The token belongs to a date expression ("March 31")."""
        return at in self._date_tokens

    def is_at(self, token: Token, place: PlaceMention | None) -> bool:
        """The token names a place that an event has already, and not a whole country."""
        here = self._place_at.get(token.i)
        return here is not None and place is not None and here.name == place.name and here.feature not in WIDE

    def refers_back(self, head: Token) -> bool:
        """A definite noun ("the attack"), a bare anaphor ("incident"), or a verb with such a doer or "the shells"."""
        if self.roles.is_verbal(head):
            return self.by_known(head)
        return self.is_definite(head) or self._predicated(head) or normal(head) in self._anaphors

    def by_known(self, head: Token) -> bool:
        """A verb with a doer told of before ("the attackers", "the bomb", "the attack")."""
        doers = self.roles.frame(head).roles.get("subject", ()) if self.roles.is_verbal(head) else ()
        known = self._event_nouns | self._attackers
        telling = (t for t in doers if normal(t) in known or self._crews.is_munition(t))
        return any(self.is_definite(t) for t in telling)

    def is_raid(self, i: int) -> bool:
        """The token is a noun for what forces do where they look for people ("raid", "sweep")."""
        return normal(self.parsed.doc[i]) in self._raids

    def is_event_noun(self, noun: Token) -> bool:
        """A noun for an event ("raid", "explosion")."""
        return normal(noun) in self._event_nouns

    def takes_up(self, noun: Token) -> bool:
        """A definite noun for an event told before ("the arrests")."""
        return normal(noun) in self._event_nouns and self.is_definite(noun)

    def _predicated(self, noun: Token) -> bool:
        """A noun said of something told before ("it was a drone strike")."""
        copula = any(child.dep_ == "cop" for child in children_of(noun))
        doers = self.roles.frame(noun).roles.get("subject", ()) if copula else ()
        return any(child.lower_ in self._pointers for child in (*doers, *children_of(noun)) if child.pos_ == "PRON")

    def is_definite(self, noun: Token) -> bool:
        """The noun has a word before it that makes it one told of before."""
        return any(child.lower_ in self._definites for child in children_of(noun))

    def is_another(self, head: Token) -> bool:
        """Set apart: "another attack", "murder of another judge", or by how the sentence opens ("Elsewhere, ...")."""
        if self._history.recalled(head):
            return True
        whose = () if self.roles.is_verbal(head) else self.roles.frame(head).roles.get("prep:of", ())
        if any(child.lower_ in self._others for noun in (head, *whose) for child in children_of(noun)):
            return True
        sentence = sentence_of(head)
        opening = head.doc[sentence.start : min(sentence.start + OPENING, sentence.end)]
        return any(token.lower_ in self._turns and not self._sets_apart_person(token) for token in opening)

    def is_numbered(self, head: Token) -> bool:
        """A definite noun with an ordinal number ("the second bomb"), one of several told before."""
        words = {child.lower_ for child in children_of(head)}
        return not words.isdisjoint(self._definites) and not words.isdisjoint(self._ordinals)

    def _sets_apart_person(self, token: Token) -> bool:
        """The word tells one more person of the same incident ("another man was wounded")."""
        party = self.party(token.head) if token.dep_ in ("det", "amod") else None
        return party is not None and party.person

    def is_vague(self, head: Token, mention: EventMention) -> bool:
        """A measure, a sum, a bare plural noun, or a progressive verb that nothing ties to a place, a day or a toll."""
        if self._history.recalled(head):
            return True
        if self.roles.is_verbal(head):
            return self._goes_on(head, mention)
        if mention.casualties:
            return False
        open_ = mention.date is None and not mention.in_title
        return self._history.answered(head, self.roles) or (open_ and self._uncounted(head, mention))

    def _goes_on(self, verb: Token, mention: EventMention) -> bool:
        """The verb tells what goes on rather than what happened: in the simple present, or harm in the progressive."""
        if mention.date is not None or mention.in_title:
            return False
        counted = any(toll.low is not None for toll in mention.casualties)
        if not counted and mention.sentence > OPENING_SENTENCES and self._history.habitual(verb, self.roles):
            return True
        return not mention.casualties and mention.level == 0 and self.roles.progressive(verb)

    def _uncounted(self, noun: Token, mention: EventMention) -> bool:
        """A noun for many incidents, or a bare plural without a place."""
        if self._history.summed(noun, self.roles):
            return True
        counted = not self._counts.isdisjoint((noun.i, noun.head.i))
        bare = noun.tag_ in ("NNS", "NNPS") and not counted and not self.roles.determined(noun)
        return bare and (mention.place is None or mention.place.feature in WIDE)

    def is_averted(self, head: Token) -> bool:
        """What is to be kept from happening at any time ("to prevent attacks"), or what nobody is to do."""
        return self._history.averted(head, self.roles)

    def is_aside(self, head: Token) -> bool:
        """An event noun that is the setting, cause or occasion of something else ("in the wake of the murder")."""
        if self.roles.is_verbal(head):
            return False
        return self.roles.preposition(head) in self._asides

    def is_indefinite(self, head: Token) -> bool:
        """A noun with an indefinite article."""
        return head.tag_ in ("NN", "NNP") and any(
            child.dep_ == "det" and child.lower_ in self._indefinites for child in children_of(head)
        )

    def date_words(self, head: Token) -> str:
        """Lower-cased words of the date that the event has in its sentence."""
        found = self.date(head)
        return "" if found is None else self.parsed.doc[found.start : found.end].text.lower()

    def in_title(self, head: Token) -> bool:
        """The token stands in the headline."""
        return head.idx < self._title_end

    def title_words(self) -> tuple[tuple[int, str], ...]:
        """Tokens of the headline: (index, lower-cased form)."""
        return tuple(
            (token.i, token.lower_) for token in words_of(self.parsed.doc).tokens if token.idx < self._title_end
        )

    def lemma(self, i: int) -> str:
        """Lower-cased lemma of a token."""
        return normal(self.parsed.doc[i])

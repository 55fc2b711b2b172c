"""Where an event is: what ties a place of the article to a predicate, by the parse or the sentence."""

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import dropwhile, takewhile

from spacy.tokens import Token

from conflictwire.entities.parsed import ActorMention, Parsed, PlaceMention
from conflictwire.entities.place_words import place_words
from conflictwire.entities.words import children_of, sentence_of, words_of
from conflictwire.events.place_anaphora import PlaceAnaphora
from conflictwire.events.reports import Reports
from conflictwire.events.roles import Frame, Roles, normal
from conflictwire.events.steps import FAR, steps_between
from conflictwire.resources import Resources
from conflictwire.schema import ActorKind, Basis, PlacePrecision

__all__ = ["Where", "rank_of"]

PLACE_ROLES = (
    "prep:in", "prep:at", "prep:near", "prep:outside", "prep:on", "prep:inside", "prep:around", "prep:across",
    "prep:of",
    "prep:against", "prep:into", "prep:from", "prep:between", "prep:along", "prep:over", "prep:to", "prep:through",
    "prep:north", "prep:south", "prep:east", "prep:west", "object", "modifier", "prep:for",
)  # fmt: skip
SITE_ROLES = ("prep:in", "prep:across", "prep:throughout", "prep:around", "prep:at", "prep:on")
NEIGHBOURS = 2
# what makes one place of a sentence less likely than another, in dependency steps
BEFORE_PENALTY = 3
FOREIGN_PENALTY = 4
SAID_PENALTY = 6
REMOTE = 6
HERE_STEPS = 4
# tokens between a place and a part of it that is named beside it
BESIDE = 16
# tokens of a phrase that opens a sentence
OPENING = 6
FEATURE_RANK = {
    "facility": 0,
    "site": 0,
    "city": 0,
    "unknown": 1,
    "admin2": 2,
    "region": 3,
    "admin1": 3,
    "water": 4,
    "country": 5,
}
# a country named by its people counts less than one named itself
DEMONYM_VOTE = 0.5
CLEAR_SHARE = 0.5


def rank_of(place: PlaceMention) -> int:
    """How wide a place is; what is only known by the town it is called after or lies in counts as unknown."""
    if place.town_named:
        return FEATURE_RANK["city"]
    borrowed = place.precision is PlacePrecision.NEAR and place.feature in ("site", "facility")
    return FEATURE_RANK["unknown"] if borrowed else FEATURE_RANK.get(place.feature, 3)


class Where:
    """Indexes over the places of a `Parsed` article; read-only for its users.

    Args:
        parsed: the article.
        roles: its parse.
        party_at: the party at each token.
        reports: verbs of saying and reacting.
        resources: the word lists.
    """

    def __init__(
        self, parsed: Parsed, roles: Roles, party_at: Mapping[int, ActorMention], reports: Reports, resources: Resources
    ) -> None:
        self.parsed = parsed
        self.roles = roles
        self.reports = reports
        self._party_at = party_at
        places = [p for p in parsed.places if p.literal and not p.reference and not self._is_party(p)]
        self._anaphora = PlaceAnaphora(places, resources)
        self._place_at = {i: place for place in places for i in range(place.start, place.end)}
        self._places: dict[int, list[PlaceMention]] = defaultdict(list)
        for place in places:
            self._places[self._sentence(place.start)].append(place)
        self._sentence_starts = [sentence.start for sentence in words_of(parsed.doc).sentences]
        self._sites = frozenset(resources.lexicon("site_prepositions"))
        self._spreads = frozenset(resources.lexicon("spread_words"))
        self._towns = frozenset(resources.lexicon("town_words"))
        self._units = frozenset(noun for noun, kind in resources.lexicon("place_anaphors").items() if kind == "unit")
        self._occasions = frozenset(resources.lexicon("occasion_nouns"))
        self._sending = frozenset(resources.lexicon("sending_verbs"))
        self._index = {place.start: index for index, place in enumerate(parsed.places)}
        self._kinds = place_words(resources).after
        self.country = self._dominant()

    def _sentence(self, i: int) -> int:
        return int(sentence_of(self.parsed.doc[i]).start)

    def place(self, head: Token, frame: Frame) -> PlaceMention | None:
        """Where the event is: a place in the trigger's roles, else its clause's, else the nearest in the sentence."""
        found = self._place_in(frame)
        clause = self.roles.clause(self.roles.main_verb(head))
        if found is None and clause.i != head.i and not self.reports.only_reports(clause):
            found = self._place_in(self.roles.frame(clause))
        found = found or self._where(clause)
        here = found is None or found.feature == "country"
        if found is not None and not (here and self._said_here(head)):
            return dataclasses.replace(self._town_of(head, self._innermost(found)), basis=Basis.ATTACHED)
        if self._said_here(head) and self.parsed.dateline is not None:
            return self.parsed.dateline
        frames = (frame, self.roles.frame(clause)) if clause.i != head.i else (frame,)
        again = self._named_again(frames)
        if again is not None:
            return dataclasses.replace(again, basis=Basis.CONTEXT)
        if self._spread(head, frames):
            return self.home(head.i, basis=Basis.ATTACHED)
        named = [
            place
            for place in self._places.get(self._sentence(head.i), ())
            if not self._in_name_of_party(place) and not self._is_origin(place)
        ]
        own = [place for place in named if not self._on_occasion(head, place)] or named
        near = [(self._remoteness(head, place), rank_of(place), place.start, place) for place in own]
        close = [n for n in near if n[0] <= REMOTE or self._tells_site(head, n[-1])]
        nearest = min(close, key=lambda n: n[:3])[-1] if close else None
        if nearest is None:
            return None
        if nearest.feature == "country":
            inside = [n for n in close if n[1] < rank_of(nearest) and n[-1].country == nearest.country]
            nearest = min(inside, key=lambda n: n[:3])[-1] if inside else nearest
        return dataclasses.replace(self._innermost(nearest), basis=Basis.SENTENCE)

    def _innermost(self, place: PlaceMention) -> PlaceMention:
        """The place itself, or the more exact one beside it that the text says lies in it ("X, in the east of Y")."""
        index = self._index.get(place.start)
        inner = [
            p
            for p in self._places.get(self._sentence(place.start), ())
            if index in p.parents
            and abs(p.start - place.start) <= BESIDE
            and rank_of(p) <= max(rank_of(place), FEATURE_RANK["unknown"])
            and not self._is_house(p)
            and not self._in_name_of_party(p)
        ]
        return min(inner, key=lambda p: (rank_of(p), abs(p.start - place.start)), default=place)

    def _town_of(self, head: Token, unit: PlaceMention) -> PlaceMention:
        """The place itself, or the town in that unit where the sentence puts the event ("in Helmand ... in Sangin")."""
        if unit.feature not in ("admin1", "admin2") or unit.admin1 is None:
            return unit
        towns = [
            (steps_between(head, self._name_head(p), self.roles), p.start, p)
            for p in self._places.get(self._sentence(head.i), ())
            if p.feature == "city" and (p.country, p.admin1) == (unit.country, unit.admin1)
            if self._tells_site(head, p) and not self._in_name_of_party(p) and not self._is_origin(p)
        ]
        steps, _, town = min(towns, key=lambda t: t[:2], default=(FAR, 0, unit))
        return town if steps <= REMOTE else unit

    def _is_house(self, place: PlaceMention) -> bool:
        """The name is that of a building or a street, which may be somebody's seat rather than a place."""
        kind = self._kinds.get(self.parsed.doc[place.end - 1].lower_)
        return kind is not None and kind.feature == "site"

    def _where(self, clause: Token) -> PlaceMention | None:
        """The place before "where", of which the clause tells ("Jenin, where troops shot two men")."""
        for child in children_of(clause):
            if child.lower_ == "where":
                return next((p for at in (child.i - 1, child.i - 2) if (p := self._place_at.get(at))), None)
        return None

    def _name_head(self, place: PlaceMention) -> Token:
        """The word of a name that its preposition hangs on ("Hong" of "Hong Kong")."""
        return self.parsed.doc[place.start : place.end].root

    def _opens(self, place: PlaceMention) -> bool:
        """The sentence begins with the place, which is then that of what is told ("In Basra, police said ...")."""
        doc = self.parsed.doc
        start = self._sentence(place.start)
        closed = place.end < len(doc) and doc[place.end].text == ","
        if not closed or place.start - start > OPENING:
            return False
        led = dropwhile(lambda token: self.roles.is_adverb(token) or token.text == ",", doc[start : place.start])
        return next((token.lower_ in self._sites for token in led), False)

    def _named_again(self, frames: Sequence[Frame]) -> PlaceMention | None:
        """The place that "in the city" or "shelled the same village" means."""
        nouns = (token for f in frames for role in PLACE_ROLES for token in f.roles.get(role, ()))
        return next(filter(None, map(self._anaphora.meant, nouns)), None)

    def there(self, head: Token) -> PlaceMention | None:
        """The place that an adverb "there" of the clause means."""
        adverbs = (t for t in sentence_of(head) if t.lower_ == "there" and self.roles.is_adverb(t))
        near = next((t for t in adverbs if steps_between(head, t, self.roles) <= HERE_STEPS), None)
        meant = self._anaphora.there(near) if near is not None else None
        return dataclasses.replace(self._innermost(meant), basis=Basis.CONTEXT) if meant is not None else None

    def _spread(self, head: Token, frames: Sequence[Frame]) -> bool:
        """It happened in several places at once, somewhere in the country, or elsewhere."""
        nouns = (token for f in frames for role, tokens in f.roles.items() if role in SITE_ROLES for token in tokens)
        near = (t for t in sentence_of(head) if t.lower_ in self._spreads and not self.roles.is_argument(t))
        return any(token.lower_ in self._spreads for token in nouns) or any(
            steps_between(head, token, self.roles) <= HERE_STEPS for token in near if self.roles.is_adverb(token)
        )

    def _said_here(self, head: Token) -> bool:
        """The clause says that it happened "here": where the report was sent from."""
        document = self.parsed.document
        return any(
            self._means_here(token)
            and steps_between(head, token, self.roles) <= HERE_STEPS
            and not any(quote.start <= token.idx < quote.end for quote in document.quotes)
            for token in sentence_of(head)
        )

    def _means_here(self, token: Token) -> bool:
        """The word is "here" or, in the mouth of the reporter, "this city"."""
        if token.lower_ == "here":
            return True
        return token.lower_ in self._towns and token.i > 0 and self.parsed.doc[token.i - 1].lower_ == "this"

    def _tells_site(self, head: Token, place: PlaceMention) -> bool:
        """The place stands behind "in" or "near" in no clause about what was said."""
        last = self._name_head(place)
        foreign = place.feature == "country" or (self.country and place.country != self.country)
        if self._opens(place):
            return not foreign
        kind = last.head.lower_
        typed = self.roles.preposition(last) == "of" and (kind in self._towns or kind in self._units)
        named = last.head if typed else last
        if self.roles.preposition(named) not in self._sites or foreign:
            return False
        verb = self.roles.clause(last)
        return verb.i == head.i or not self.reports.only_reports(verb)

    def _remoteness(self, head: Token, place: PlaceMention) -> int:
        last, opens = self._name_head(place), self._opens(place)
        foreign = bool(self.country and place.country and place.country != self.country)
        verb = self.roles.clause(last)
        reported = verb.i != head.i and self.reports.only_reports(verb) and not opens
        penalty = BEFORE_PENALTY * (last.i < head.i and not opens) + FOREIGN_PENALTY * foreign + SAID_PENALTY * reported
        return steps_between(head, last, self.roles) + penalty

    def _is_party(self, place: PlaceMention) -> bool:
        """A name that no gazetteer knows and that the actor lexicon does ("the FMLN")."""
        actor = self._party_at.get(place.end - 1)
        return (
            place.feature == "unknown"
            and actor is not None
            and actor.actor_id is not None
            and actor.start <= place.start
            and place.end <= actor.end
        )

    def _in_name_of_party(self, place: PlaceMention) -> bool:
        """The place only modifies or is a party ("the Helmand police", "Israel said")."""
        actor = self._party_at.get(place.end - 1)
        if place.feature == "country" and not self.roles.preposition(self._name_head(place)):
            return True
        return (
            actor is not None
            and actor.kind != ActorKind.OBJECT
            and (actor.head != place.end - 1 or place.feature == "country")
        )

    def _place_in(self, frame: Frame) -> PlaceMention | None:
        best: tuple[bool, int, int, PlaceMention] | None = None
        for rank, role in enumerate(PLACE_ROLES):
            for token in frame.roles.get(role, ()):
                place = None if self._is_occasion(token) else self._place_near(token)
                if place is None or (
                    place.feature == "country"
                    and (
                        self._is_origin(place)
                        or role == "modifier"
                        or (role in ("object", "prep:of", "prep:against") and self._in_name_of_party(place))
                    )
                ):
                    continue
                inherited = not frame.head.is_ancestor(token)
                hit = role == "object" and token.i > frame.head.i and self._is_named_by(token, place)
                key = (inherited, rank_of(place), -1 if hit else rank)
                if best is None or key < best[:3]:
                    best = (*key, place)
        return best[3] if best else None

    def _is_named_by(self, noun: Token, place: PlaceMention) -> bool:
        """The noun is the place itself, or the word for its kind ("the village of X")."""
        name = self._name_head(place)
        return noun.i == name.i or (name.head.i == noun.i and noun.lower_ in self._towns)

    def _place_near(self, token: Token) -> PlaceMention | None:
        """The place that a nominal is, or that hangs on it ("a market in Gao", "the village of Bir")."""
        direct = self._place_at.get(token.i)
        if direct is not None:
            return direct
        near = (self._place_at.get(t.i) for t in token.subtree if abs(t.i - token.i) <= 8)
        found = [p for p in near if p is not None and not self._only_describes(token, p)]
        return min(found, key=lambda p: (rank_of(p), p.start), default=None)

    def _only_describes(self, token: Token, place: PlaceMention) -> bool:
        """The place tells where somebody comes from, was or goes to ("a Vienna aid worker", "who served in Iraq")."""
        last = self._name_head(place)
        if self._is_origin(place):
            return True
        verb = self.roles.clause(last)
        if verb.i != token.i and token.is_ancestor(verb) and self.roles.describes_before(verb):
            return True
        noun = self.roles.modified(last)
        party = self._party_at.get(noun.i) if noun is not None else None
        if party is not None and party.kind != ActorKind.OBJECT:
            return True
        return place.feature == "country" and not self.roles.preposition(last)

    def _on_occasion(self, head: Token, place: PlaceMention) -> bool:
        """The place hangs on what the event was a response to or the like ("in line with the Astana process")."""
        above = takewhile(lambda token: token.i != head.i, self.roles.climb(self._name_head(place)))
        return any(map(self._is_occasion, above))

    def _is_occasion(self, noun: Token) -> bool:
        """The noun makes a preposition with the "in" before it ("in response to", no "in a response")."""
        return noun.lower_ in self._occasions and noun.i > 0 and self.parsed.doc[noun.i - 1].lower_ == "in"

    def _is_origin(self, place: PlaceMention) -> bool:
        """The name tells where people come from ("two peacekeepers from Burundi"), or things ("fired from Gaza")."""
        name = self._name_head(place)
        if self.roles.preposition(name) != "from":
            return False
        if normal(name.head) in self._sending:
            return True
        nouns = (name.head.i, place.start - 2) if place.feature == "country" else (name.head.i,)
        return any((party := self._party_at.get(at)) is not None and party.person for at in nouns)

    def place_before(self, sentence_start: int) -> PlaceMention | None:
        """The most exact place named in the few sentences before the one that starts at a token."""
        for start in reversed(self._sentences_before(sentence_start)):
            found = [p for p in self._places.get(start, ()) if not self._in_name_of_party(p) and not self._abroad(p)]
            if found:
                best = min(found, key=lambda p: (rank_of(p), p.start))
                return dataclasses.replace(best, basis=Basis.CONTEXT)
        return None

    def _abroad(self, place: PlaceMention) -> bool:
        """A place outside the country that the article is plainly about, or such a country."""
        return self.country is not None and place.country is not None and place.country != self.country

    def home(self, near: int, basis: Basis = Basis.CONTEXT) -> PlaceMention | None:
        """The country that the article is plainly about, at its mention nearest to token `near`."""
        named = [p for p in self.parsed.places if p.feature == "country" and p.country == self.country]
        if self.country is None or not named:
            return None
        nearest = min(named, key=lambda p: (not p.literal, abs(p.start - near)))
        return dataclasses.replace(nearest, precision=PlacePrecision.COUNTRY, literal=True, parents=(), basis=basis)

    def shows(self, country: str) -> bool:
        """The article names a place inside the country, not only the country or its people."""
        if self.parsed.dateline is not None and self.parsed.dateline.country == country:
            return True
        return any(p.country == country and p.feature not in ("country", "unknown") for p in self.parsed.places)

    def _dominant(self) -> str | None:
        """The country with a clear share of the places and demonyms of an article, its dateline counted with them."""
        votes: Counter[str] = Counter()
        sent_from = (self.parsed.dateline,) if self.parsed.dateline is not None else ()
        for place in (*self.parsed.places, *sent_from):
            if place.country:
                votes[place.country] += 1.0 if place.literal else DEMONYM_VOTE  # type: ignore[assignment]
        if not votes:
            return None
        country, count = max(votes.items(), key=lambda item: (item[1], item[0]))
        return country if count >= CLEAR_SHARE * sum(votes.values()) else None

    def _sentences_before(self, sentence_start: int) -> list[int]:
        return [s for s in self._sentence_starts if s < sentence_start][-NEIGHBOURS:]

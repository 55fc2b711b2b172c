"""The places and dates of one document, and what ties them to a predicate: the parse, or the sentence."""

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from spacy.tokens import Token

from conflictwire.entities.parsed import ActorMention, DateMention, Parsed, PlaceMention
from conflictwire.entities.words import children_of, sentence_of, words_of
from conflictwire.events.place_anaphora import PlaceAnaphora
from conflictwire.events.roles import Frame, Roles, normal
from conflictwire.resources import Resources
from conflictwire.schema import ActorKind, Basis, DatePrecision, PlacePrecision

__all__ = ["Setting", "rank_of", "steps_between"]

PLACE_ROLES = (
    "prep:in", "prep:at", "prep:near", "prep:outside", "prep:on", "prep:inside", "prep:around", "prep:across",
    "prep:of",
    "prep:against", "prep:into", "prep:from", "prep:between", "prep:along", "prep:over", "prep:to", "prep:through",
    "prep:north", "prep:south", "prep:east", "prep:west", "object", "modifier", "prep:for",
)  # fmt: skip
SITE_ROLES = ("prep:in", "prep:across", "prep:throughout", "prep:around", "prep:at", "prep:on")
FAR = 99
NEIGHBOURS = 2
# a date beside a reporting verb is taken only when the sentence has no other
REPORT_PENALTY = 20
# what makes one place of a sentence less likely than another, in dependency steps
BEFORE_PENALTY = 3
FOREIGN_PENALTY = 4
SAID_PENALTY = 6
REMOTE = 6
HERE_STEPS = 4
# tokens of a phrase that opens a sentence
OPENING = 6
# spans of time by which people are described as well as deeds dated ("mayor in 1984")
LONG = (DatePrecision.YEAR, DatePrecision.MONTH, DatePrecision.SEASON)
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
    borrowed = place.precision is PlacePrecision.NEAR and place.feature in ("site", "facility")
    return FEATURE_RANK["unknown"] if borrowed else FEATURE_RANK.get(place.feature, 3)


def steps_between(a: Token, b: Token, roles: Roles) -> int:
    """Number of dependency steps between two tokens of a sentence."""
    path = {a.i: 0} | {t.i: n for n, t in enumerate(roles.climb(a), start=1)}
    if b.i in path:
        return path[b.i]
    for steps, token in enumerate(roles.climb(b), start=1):
        if token.i in path:
            return steps + path[token.i]
    return FAR


class Setting:
    """Indexes over the places and dates of a `Parsed` article; read-only for its users."""

    def __init__(
        self, parsed: Parsed, roles: Roles, party_at: Mapping[int, ActorMention], resources: Resources
    ) -> None:
        self.parsed = parsed
        self.roles = roles
        self._party_at = party_at
        places = [place for place in parsed.places if place.literal and not self._is_party(place)]
        self._anaphora = PlaceAnaphora(places, resources)
        self._place_at = {i: place for place in places for i in range(place.start, place.end)}
        self._places: dict[int, list[PlaceMention]] = defaultdict(list)
        self._dates: dict[int, list[DateMention]] = defaultdict(list)
        for place in places:
            self._places[self._sentence(place.start)].append(place)
        for mention in parsed.dates:
            self._dates[self._sentence(mention.start)].append(mention)
        self._sentence_starts = [sentence.start for sentence in words_of(parsed.doc).sentences]
        self._reporting = frozenset(resources.lexicon("reporting_verbs"))
        self._reactions = frozenset(resources.lexicon("reaction_verbs"))
        self._occurrences = frozenset(resources.lexicon("occurrence_verbs"))
        self._incidents = frozenset(resources.lexicon("incident_words"))
        self._sites = frozenset(resources.lexicon("site_prepositions"))
        self._spreads = frozenset(resources.lexicon("spread_words"))
        self._orders = frozenset(resources.lexicon("order_words"))
        self._toll_verbs = frozenset(resources.lexicon("toll_verbs"))
        self._towns = frozenset(resources.lexicon("town_words"))
        self._deictic = frozenset(resources.lexicon("deictic_dates"))
        self.country = self._dominant()

    def _sentence(self, i: int) -> int:
        return int(sentence_of(self.parsed.doc[i]).start)

    # -- place ------------------------------------------------------------------------------------------------------

    def place(self, head: Token, frame: Frame) -> PlaceMention | None:
        """Where the event is: a place in the trigger's roles, else its clause's, else the nearest in the sentence."""
        found = self._place_in(frame)
        clause = self.roles.clause(self.roles.main_verb(head))
        if found is None and clause.i != head.i and not self._only_reports(clause):
            found = self._place_in(self.roles.frame(clause))
        found = found or self._where(clause)
        if found is not None:
            return dataclasses.replace(found, basis=Basis.ATTACHED)
        if self._said_here(head) and self.parsed.dateline is not None:
            return self.parsed.dateline
        frames = (frame, self.roles.frame(clause)) if clause.i != head.i else (frame,)
        again = self._named_again(frames)
        if again is not None:
            return dataclasses.replace(again, basis=Basis.CONTEXT)
        if self._spread(head, frames):
            return self.home(head.i, basis=Basis.ATTACHED)
        near = [
            (self._remoteness(head, place), rank_of(place), place.start, place)
            for place in self._places.get(self._sentence(head.i), ())
            if not self._in_name_of_party(place)
        ]
        close = [n for n in near if n[0] <= REMOTE or self._tells_site(head, n[-1])]
        nearest = min(close, key=lambda n: n[:3])[-1] if close else None
        if nearest is None:
            return None
        if nearest.feature == "country":
            inside = [n for n in close if n[1] < rank_of(nearest) and n[-1].country == nearest.country]
            nearest = min(inside, key=lambda n: n[:3])[-1] if inside else nearest
        return dataclasses.replace(nearest, basis=Basis.SENTENCE)

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
        return closed and place.start - start <= OPENING and doc[start].lower_ in self._sites

    def _named_again(self, frames: Sequence[Frame]) -> PlaceMention | None:
        """The place that "in the city" or "shelled the same village" means."""
        nouns = (token for f in frames for role in PLACE_ROLES for token in f.roles.get(role, ()))
        return next(filter(None, map(self._anaphora.meant, nouns)), None)

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
        if self.roles.preposition(last) not in self._sites or foreign:
            return False
        verb = self.roles.clause(last)
        return verb.i == head.i or not self._only_reports(verb)

    def _only_reports(self, verb: Token) -> bool:
        """The verb tells what was said or done about the incident afterwards."""
        return normal(verb) in self._reporting or self._reacts(verb)

    def _remoteness(self, head: Token, place: PlaceMention) -> int:
        last, opens = self._name_head(place), self._opens(place)
        foreign = bool(self.country and place.country and place.country != self.country)
        verb = self.roles.clause(last)
        reported = verb.i != head.i and self._only_reports(verb) and not opens
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
                place = self._place_near(token)
                if place is None or (
                    place.feature == "country"
                    and (
                        role == "modifier"
                        or (role in ("object", "prep:of", "prep:against") and self._in_name_of_party(place))
                    )
                ):
                    continue
                inherited = not frame.head.is_ancestor(token)
                key = (inherited, rank_of(place), rank)
                if best is None or key < best[:3]:
                    best = (*key, place)
        return best[3] if best else None

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
        verb = self.roles.clause(last)
        if verb.i != token.i and token.is_ancestor(verb) and self.roles.describes_before(verb):
            return True
        noun = self.roles.modified(last)
        party = self._party_at.get(noun.i) if noun is not None else None
        if party is not None and party.kind != ActorKind.OBJECT:
            return True
        return place.feature == "country" and not self.roles.preposition(last)

    def place_before(self, sentence_start: int) -> PlaceMention | None:
        """The most exact place named in the few sentences before the one that starts at a token."""
        for start in reversed(self._neighbours(sentence_start)):
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

    def _neighbours(self, sentence_start: int) -> list[int]:
        return [s for s in self._sentence_starts if s < sentence_start][-NEIGHBOURS:]

    def told_next(self, sentences: Sequence[int]) -> tuple[PlaceMention | None, DateMention | None]:
        """Where and when "it" or "the incident" was, by the first of these sentences that tells."""
        for start in sentences:
            for verb in sentence_of(self.parsed.doc[start]):
                if normal(verb) not in self._occurrences or not self.roles.is_verbal(verb):
                    continue
                frame = self.roles.frame(verb)
                subjects = {normal(token) for token in frame.roles.get("subject", ())}
                if subjects and subjects <= self._incidents:
                    return self.place(verb, frame), self.date(verb)
        return None, None

    # -- date -------------------------------------------------------------------------------------------------------

    def date(self, head: Token) -> DateMention | None:
        """When the event was: the date expression of its sentence that is nearest in the parse.

        "This morning" inside direct speech means the day on which it was said: the last day named before.
        """
        doc = self.parsed.doc
        nearest = min(
            (d for d in self._dates.get(self._sentence(head.i), ()) if not self._of_another(head, d)),
            key=lambda d: (
                min(steps_between(head, doc[i], self.roles) for i in range(d.start, d.end))
                + REPORT_PENALTY * self._day_of_report(head, d),
                abs(d.start - head.i),
            ),
            default=None,
        )
        if nearest is None or self._day_of_count(head, nearest):
            return None
        if self._said_on_the_day(nearest):
            before = [
                d for d in self.parsed.dates if d.end <= nearest.start and d.first is not None and d.first == d.last
            ]
            return dataclasses.replace(before[-1] if before else nearest, basis=Basis.CONTEXT)
        own = self.roles.clause(doc[nearest.end - 1]).i in (head.i, self.roles.clause(head).i)
        return dataclasses.replace(
            nearest,
            basis=Basis.ATTACHED if own else Basis.SENTENCE,
            reported=self._day_of_report(head, nearest),
        )

    def _of_another(self, head: Token, mention: DateMention) -> bool:
        """The day of a reaction ("condemned on Friday"), "two days after" another event, the year of an office."""
        last = self.parsed.doc[mention.end - 1]
        if mention.precision in LONG and self.roles.describes_party(last, head):
            return True
        if last.lower_ in self._orders:
            owner = last.head
            return not (owner.i == head.i or owner.is_ancestor(head))
        verb = self.roles.clause(last)
        return mention.end <= head.i and verb.i != head.i and self._reacts(verb) and verb.is_ancestor(head)

    def reacted_to(self, head: Token) -> bool:
        """The sentence tells what was said or done about the incident afterwards ("condemned the killing")."""
        return any(self._reacts(verb) for verb in self.roles.climb(head) if self.roles.is_verbal(verb))

    def _reacts(self, verb: Token) -> bool:
        return normal(verb) in self._reactions

    def _day_of_report(self, head: Token, mention: DateMention) -> bool:
        """The date says when it was reported ("the army said on Tuesday"), not when it happened."""
        verb = self.roles.clause(self.parsed.doc[mention.end - 1])
        if verb.i != head.i and (self._only_reports(verb) or normal(verb) in self._toll_verbs):
            return True
        before = self.parsed.doc[max(mention.start - 2, 0) : mention.start]
        return any(normal(t) in self._reporting and t.i != head.i for t in before)

    def _day_of_count(self, head: Token, mention: DateMention) -> bool:
        """The date says when a toll changed ("the death toll rose to nine on Friday"), and is not the event's own."""
        last = self.parsed.doc[mention.end - 1]
        return normal(self.roles.clause(last)) in self._toll_verbs and not head.is_ancestor(last)

    def _said_on_the_day(self, mention: DateMention) -> bool:
        doc, document = self.parsed.doc, self.parsed.document
        words = doc[mention.start : mention.end].text.lower()
        position = doc[mention.start].idx
        return words in self._deictic and any(q.start <= position < q.end for q in document.quotes)

    def date_before(self, sentence_start: int) -> DateMention | None:
        """The last day named in the few sentences before the one that starts at a token."""
        found = [
            d
            for s in self._neighbours(sentence_start)
            for d in self._dates.get(s, ())
            if d.first is not None and d.first == d.last
        ]
        own = [d for d in found if not self._only_reports(self.roles.clause(self.parsed.doc[d.end - 1]))] or found
        return dataclasses.replace(own[-1], basis=Basis.CONTEXT) if own else None

"""Tolls: how many people were killed, wounded, missing, abducted, detained or displaced, by whose count."""

from collections.abc import Callable, Iterator
from functools import lru_cache

from spacy.tokens import Token

from conflictwire.entities.parsed import ActorMention, Parsed, Quantity
from conflictwire.events.mentions import CasualtyMention
from conflictwire.events.roles import Roles, normal
from conflictwire.resources import Resources
from conflictwire.schema import ActorKind, CasualtyKind, CasualtyWho

__all__ = ["find_casualties"]

WHO = {
    ActorKind.CIVILIANS: CasualtyWho.CIVILIANS,
    ActorKind.STATE_FORCES: CasualtyWho.STATE_FORCES,
    ActorKind.EXTERNAL_FORCES: CasualtyWho.STATE_FORCES,
    ActorKind.REBEL_GROUP: CasualtyWho.REBELS,
    ActorKind.POLITICAL_MILITIA: CasualtyWho.REBELS,
    ActorKind.RIOTERS_PROTESTERS: CasualtyWho.PROTESTERS,
    ActorKind.UNIDENTIFIED: CasualtyWho.ATTACKERS,
}
MANNER_SHOT_DEAD = frozenset({"dead", "death"})
SUBSET_WORDS = frozenset({"including", "among", "them", "whom"})
PERSONLESS = frozenset({"people", "person", "man", "woman", "child", "member", "other", "victim", "resident", "other", "dozen", "score", "hundred"})
LARGEST_TOLL = 5_000_000


@lru_cache(maxsize=8)
def _lexicons(resources: Resources) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    return (
        resources.lexicon("casualty_verbs"),
        resources.lexicon("casualty_subject_verbs"),
        resources.lexicon("casualty_nouns"),
    )


class _Finder:
    """Finds the tolls of one document."""

    def __init__(self, parsed: Parsed, roles: Roles, party: Callable[[Token], ActorMention | None], resources: Resources) -> None:
        self.parsed, self.roles, self.party = parsed, roles, party
        self.verbs, self.subject_verbs, self.nouns = _lexicons(resources)
        self.quantities = {q.head: q for q in parsed.quantities}
        self.in_date = {i for d in parsed.dates for i in range(d.start, d.end)}

    def kind_of_verb(self, verb: Token) -> tuple[CasualtyKind, str] | None:
        """What a verb does to the people in which of its roles."""
        lemma = normal(verb)
        following = {t.lower_ for t in verb.doc[verb.i + 1 : verb.i + 4]}
        if lemma in ("shoot", "stab", "hack", "burn", "beat", "gun", "club", "bludgeon", "blow") and (
            not MANNER_SHOT_DEAD.isdisjoint(following) or "down" in following or any(c.lower_ == "fatally" for c in verb.children)
        ):
            return CasualtyKind.KILLED, "object"
        kind = self.verbs.get(lemma)
        if kind is not None and lemma not in ("stab", "hack", "lose", "seize", "capture"):
            return CasualtyKind(kind), "object"
        kind = self.subject_verbs.get(lemma)
        if kind is not None and lemma != "fall":
            return CasualtyKind(kind), "subject"
        return None

    def find(self) -> Iterator[CasualtyMention]:
        for token in self.parsed.doc:
            if token.pos_ in ("VERB", "AUX") or token.tag_ in ("VBN", "VBD"):
                yield from self._of_verb(token)
            if token.pos_ in ("NOUN", "ADJ", "VERB", "PROPN") and (token.lower_ in self.nouns or normal(token) in self.nouns):
                yield from self._of_noun(token)

    def _of_verb(self, verb: Token) -> Iterator[CasualtyMention]:
        kind = self.kind_of_verb(verb)
        if kind is None:
            return
        frame = self.roles.frame(verb)
        negated = self.roles.negated(verb)
        for filler in frame.roles.get(kind[1], ()):
            claim = self._claim(filler, verb, kind[0])
            if claim is not None and not negated:
                yield claim

    def _of_noun(self, noun: Token) -> Iterator[CasualtyMention]:
        kind = CasualtyKind(self.nouns.get(noun.lower_) or self.nouns[normal(noun)])
        if noun.lower_ in ("life", "lives") and not any(normal(t) in ("claim", "lose", "take", "cost") for t in self.roles.climb(noun)):
            return
        quantity = self.quantities.get(noun.i) or next(
            (self.quantities[c.i] for c in noun.children if c.i in self.quantities and c.i < noun.i), None
        )
        if quantity is None and noun.lower_ in ("toll", "deaths", "killing", "killings", "murder", "murders", "bodies", "death", "arrest", "arrests"):
            quantity = next(
                (q for child in noun.subtree if child.i > noun.i and (q := self.quantities.get(child.i)) is not None and child.i - noun.i <= 6), None
            )
            if noun.lower_ == "toll" and quantity is None:
                clause = self.roles.clause(noun)
                quantity = next((q for t in clause.subtree if t.i > noun.i and (q := self.quantities.get(t.i)) is not None), None)
        if quantity is None and noun.lower_ in ("dead", "wounded", "injured", "missing"):
            quantity = self._counted_before(noun)
        if quantity is None:
            return
        if noun.lower_ in ("casualty", "casualties", "injury", "injuries") and quantity.high == 0:
            kind = CasualtyKind.KILLED
        text_end = max(quantity.end, noun.i + 1 if noun.i - quantity.end <= 3 and noun.i >= quantity.start else quantity.end, quantity.head + 1)
        yield self._mention(quantity, quantity.start, text_end, noun, kind, self.party(self.parsed.doc[quantity.head]))

    def _counted_before(self, noun: Token) -> Quantity | None:
        """ "left 20 people dead", "10 people dead": the counted noun stands right before the adjective."""
        for i in range(noun.i - 1, max(noun.i - 5, noun.sent.start - 1), -1):
            if i in self.quantities:
                return self.quantities[i]
            if noun.doc[i].is_punct:
                return None
        return None

    def _claim(self, filler: Token, predicate: Token, kind: CasualtyKind) -> CasualtyMention | None:
        party = self.party(filler)
        quantity = self.quantities.get(filler.i)
        if quantity is None and party is not None:
            quantity = next((self.quantities[i] for i in range(party.start, party.end) if i in self.quantities), None)
        if quantity is None:
            quantity = next((q for q in self.parsed.quantities if q.start <= filler.i < q.end), None)
        if quantity is not None:
            if quantity.start in self.in_date or not self._people(filler, party, quantity):
                return None
            end = max(quantity.end, filler.i + 1)
            if party is not None and party.start <= end:
                end = max(end, party.end)
            return self._mention(quantity, quantity.start, end, predicate, kind, party)
        if party is None or not (party.person or party.armed or party.kind == ActorKind.CIVILIANS) or party.kind == ActorKind.OBJECT:
            return None
        if filler.pos_ == "PRON":
            return None
        singular = filler.tag_ in ("NN", "NNP") and (party.proper or self._single(filler))
        bound = 1 if singular and party.kind in (None, ActorKind.CIVILIANS, ActorKind.STATE_FORCES, ActorKind.REBEL_GROUP, ActorKind.UNIDENTIFIED) else None
        if bound is None and filler.tag_ not in ("NNS", "NNPS"):
            return None
        quantity = Quantity(party.start, party.end, bound, bound, approximate=False, head=party.head)
        return self._mention(quantity, party.start, max(party.end, party.head + 1), predicate, kind, party)

    def _people(self, filler: Token, party: ActorMention | None, quantity: Quantity) -> bool:
        """What is counted are people, not things ("a car bomb", "three vehicles")."""
        if party is None or filler.pos_ == "NUM" or normal(self.parsed.doc[quantity.head]) in PERSONLESS:
            return True
        return party.kind != ActorKind.OBJECT and (party.person or bool(party.armed) or party.kind is not None)

    def _single(self, noun: Token) -> bool:
        return any(c.lower_ in ("a", "an", "one", "another", "the") for c in noun.children)

    def _mention(
        self, quantity: Quantity, start: int, end: int, predicate: Token, kind: CasualtyKind, party: ActorMention | None
    ) -> CasualtyMention:
        who = CasualtyWho.UNKNOWN
        if party is not None and party.kind in WHO:
            head = normal(self.parsed.doc[party.head])
            generic = party.kind == ActorKind.CIVILIANS and head in PERSONLESS
            who = CasualtyWho.UNKNOWN if generic and end - start > 40 else WHO[party.kind]
        return CasualtyMention(
            start, end, quantity.head, predicate.i, kind, quantity.low, quantity.high, approximate=quantity.approximate, who=who
        )


def _is_subset(mention: CasualtyMention, parsed: Parsed) -> bool:
    """ "two of them children", "including three police": part of a toll already given."""
    before = [t.lower_ for t in parsed.doc[max(0, mention.start - 2) : mention.start]]
    after = [t.lower_ for t in parsed.doc[mention.end : mention.end + 2]]
    return "including" in before or "among" in before or after[:2] in (["of", "them"], ["of", "whom"])


def find_casualties(
    parsed: Parsed, roles: Roles, party: Callable[[Token], ActorMention | None], resources: Resources
) -> tuple[CasualtyMention, ...]:
    """Tolls of an article, in text order; subsets ("including three children") and absurd numbers left out.

    Args:
        parsed: the article.
        roles: its frames.
        party: gives the party of a noun token.
        resources: data files (`casualty_verbs`, `casualty_subject_verbs`, `casualty_nouns`).
    """
    out: dict[tuple[int, CasualtyKind], CasualtyMention] = {}
    for mention in _Finder(parsed, roles, party, resources).find():
        if _is_subset(mention, parsed) or max(mention.low or 0, mention.high or 0) > LARGEST_TOLL:
            continue
        out.setdefault((mention.head, mention.kind), mention)
    return tuple(sorted(out.values(), key=lambda m: (m.start, m.kind)))

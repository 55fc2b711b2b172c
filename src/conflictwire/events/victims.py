"""From a noun or number to a toll: how many people it counts, who they are, which words say so."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from spacy.tokens import Token

from conflictwire.entities.parsed import ActorMention, Parsed, Quantity
from conflictwire.entities.words import children_of, sentence_of
from conflictwire.events.claim_words import CasualtyWords
from conflictwire.events.mentions import CasualtyMention
from conflictwire.events.roles import Roles, normal
from conflictwire.schema import ActorKind, CasualtyKind, CasualtyWho

__all__ = ["Victims"]

WHO = {
    ActorKind.CIVILIANS: CasualtyWho.CIVILIANS,
    ActorKind.STATE_FORCES: CasualtyWho.STATE_FORCES,
    ActorKind.EXTERNAL_FORCES: CasualtyWho.STATE_FORCES,
    ActorKind.REBEL_GROUP: CasualtyWho.REBELS,
    ActorKind.POLITICAL_MILITIA: CasualtyWho.REBELS,
    ActorKind.RIOTERS_PROTESTERS: CasualtyWho.PROTESTERS,
    ActorKind.UNIDENTIFIED: CasualtyWho.ATTACKERS,
}
# kinds whose singular noun is one human being
ONE_PERSON = (
    None,
    ActorKind.CIVILIANS,
    ActorKind.STATE_FORCES,
    ActorKind.REBEL_GROUP,
    ActorKind.UNIDENTIFIED,
    ActorKind.EXTERNAL_FORCES,
    ActorKind.RIOTERS_PROTESTERS,
)
# what shows that a noun in a list is counted by itself ("six soldiers and the villagers")
OWN_COUNT = ("det", "nummod", "nmod:poss")
HIT_PRONOUNS = frozenset({"him", "her"})
SINGULAR_PRONOUNS = frozenset({"he", "she"}) | HIT_PRONOUNS


@dataclass(frozen=True, slots=True)
class Victims:
    """Reads tolls off the nouns of one document.

    Attributes:
        party: gives the party of a noun token.
        collectives: singular nouns that are no single person.
        craft: words for vehicles and aircraft, which stand for no people where they are hit.
    """

    parsed: Parsed
    roles: Roles
    party: Callable[[Token], ActorMention | None]
    words: CasualtyWords
    collectives: frozenset[str]
    craft: frozenset[str]
    quantities: dict[int, Quantity]
    in_date: frozenset[int]

    def claim(self, filler: Token, predicate: Token, kind: CasualtyKind) -> CasualtyMention | None:
        """The toll of a noun that stands where those harmed do; None when it counts no people."""
        party = self.party(filler)
        if filler.lower_ in self.craft:
            return None
        if filler.lower_ in self.words.counts.reflexives:
            return self._of_attacker(filler, predicate, kind)
        quantity = self._quantity(filler, party)
        if quantity is not None and filler.pos_ == "NUM":
            party = self.party(self.parsed.doc[quantity.head]) or party  # "four of its soldiers"
        if quantity is not None:
            if quantity.start in self.in_date or not self._people(filler, party, quantity):
                return None
            end = max(quantity.end, filler.i + 1)
            if party is not None and party.start <= end:
                end = max(end, party.end)
            return self.mention(quantity, (quantity.start, end), predicate, kind, party)
        return self._uncounted(filler, party, predicate, kind)

    def sharing(self, first: Token) -> tuple[Token, ...]:
        """Plural nouns that the number of a noun counts as well ("at least 18 women and children")."""
        quantity = self.quantities.get(first.i)
        if quantity is None or (quantity.low, quantity.high) == (1, 1) or quantity.high == 0:
            return ()
        return tuple(
            t
            for t in self.roles.conjuncts(first)
            if t.dep_ == "conj"
            and t.i > first.i
            and t.tag_ in ("NNS", "NNPS")
            and t.i not in self.quantities
            and not any(c.dep_ in OWN_COUNT for c in children_of(t))
        )

    def _quantity(self, filler: Token, party: ActorMention | None) -> Quantity | None:
        """The number of a noun: its own, one inside its phrase, one that it lies in, or "a third", "another"."""
        own = self.quantities.get(filler.i) or self._before_name(filler)
        if own is None and party is not None:
            own = next((self.quantities[i] for i in range(party.start, party.end) if i in self.quantities), None)
        if own is None:
            own = next((q for q in self.parsed.quantities if q.start <= filler.i < q.end), None)
        if (
            own is None
            and filler.lower_ in self.words.counts.ordinals
            and filler.pos_ in ("ADJ", "DET", "NOUN", "PRON")
        ):
            start = filler.i - 1 if filler.i and self.parsed.doc[filler.i - 1].lower_ == "a" else filler.i
            if start < filler.i or filler.lower_ == "another":
                return Quantity(start, filler.i + 1, 1, 1, approximate=False, head=filler.i)
        return own

    def _before_name(self, noun: Token) -> Quantity | None:
        """A number that the parse ties to the name before a noun ("two Border Security Force (BSF) personnel")."""
        names = (c for c in children_of(noun) if c.dep_ == "compound" and c.pos_ == "PROPN" and noun.tag_ == "NNS")
        own = next((self.quantities[c.i] for c in names if c.i in self.quantities), None)
        return None if own is None else replace(own, head=noun.i)

    def _of_attacker(self, reflexive: Token, predicate: Token, kind: CasualtyKind) -> CasualtyMention | None:
        """The attacker's own death ("killed himself and six others"), kept apart."""
        if kind != CasualtyKind.KILLED or reflexive.lower_ == "themselves":
            return None
        quantity = Quantity(reflexive.i, reflexive.i + 1, 1, 1, approximate=False, head=reflexive.i)
        start, end = sorted((predicate.i, reflexive.i))
        return CasualtyMention(
            start=start,
            end=end + 1,
            head=quantity.head,
            predicate=predicate.i,
            kind=kind,
            low=1,
            high=1,
            approximate=False,
            who=CasualtyWho.ATTACKERS,
        )

    def _uncounted(
        self, filler: Token, party: ActorMention | None, predicate: Token, kind: CasualtyKind
    ) -> CasualtyMention | None:
        """A party without a number: one person, or an unknown number of people."""
        if filler.pos_ == "PRON":
            return self._of_pronoun(filler, party, predicate, kind)
        people = party is not None and (party.person or party.armed or party.kind == ActorKind.CIVILIANS)
        if party is None or not people or party.kind == ActorKind.OBJECT:
            return None
        if not party.person and normal(predicate) in self.words.manner_verbs and filler.tag_ in ("NN", "NNP"):
            return None  # "shot down an aircraft"
        uncertain = kind == CasualtyKind.WOUNDED and normal(predicate) in self.words.manner_verbs
        if uncertain or kind == CasualtyKind.DISPLACED:
            return None
        one = party.kind in ONE_PERSON and self._single(filler, party)
        vague = filler.tag_ in ("NNS", "NNPS") and kind != CasualtyKind.MISSING
        if not one and not vague:
            return None
        bound = 1 if one else None
        quantity = Quantity(party.start, party.end, bound, bound, approximate=False, head=party.head)
        return self.mention(quantity, (party.start, max(party.end, party.head + 1)), predicate, kind, party)

    def _of_pronoun(
        self, pronoun: Token, party: ActorMention | None, predicate: Token, kind: CasualtyKind
    ) -> CasualtyMention | None:
        """One person told of before ("He died in hospital", "wounding him and two guards")."""
        hit = kind == CasualtyKind.WOUNDED and pronoun.lower_ in HIT_PRONOUNS
        if not hit and (kind != CasualtyKind.KILLED or pronoun.lower_ not in SINGULAR_PRONOUNS):
            return None
        start, end = sorted((pronoun.i, predicate.i))
        quantity = Quantity(start, end + 1, 1, 1, approximate=False, head=pronoun.i)
        return self.mention(quantity, (start, end + 1), predicate, kind, party)

    def _single(self, noun: Token, party: ActorMention) -> bool:
        """A noun or name of one human being ("a policeman", "his bodyguard and driver", "Ali Hassan")."""
        if noun.tag_ not in ("NN", "NNP", "JJ") or normal(noun) in self.collectives:
            return False
        if party.proper:
            return party.person or party.kind in (None, ActorKind.CIVILIANS, ActorKind.STATE_FORCES)
        first = noun
        while first.dep_ == "conj" and first.head.pos_ in ("NOUN", "PROPN"):
            first = first.head
        determined = any(c.lower_ in self.words.counts.one for c in (*children_of(noun), *children_of(first)))
        bare = party.person and noun.tag_ != "JJ"
        return determined or (bare and not any(t.dep_ == "det" for t in sentence_of(noun)))

    def _people(self, filler: Token, party: ActorMention | None, quantity: Quantity) -> bool:
        """What is counted are people, not things ("a car bomb", "three vehicles")."""
        first = self.parsed.doc[quantity.start].lower_
        if first == "one" and quantity.high == 1 and filler.pos_ == "PROPN":  # "shot dead one Hameed"
            return True
        if party is None or filler.pos_ == "NUM" or normal(self.parsed.doc[quantity.head]) in self.words.personless:
            return True
        return party.kind != ActorKind.OBJECT and (party.person or bool(party.armed) or party.kind is not None)

    def mention(
        self,
        quantity: Quantity,
        span: tuple[int, int],
        predicate: Token,
        kind: CasualtyKind,
        party: ActorMention | None,
    ) -> CasualtyMention:
        """The toll of a quantity, with the words `span` that give it."""
        return CasualtyMention(
            start=span[0],
            end=span[1],
            head=quantity.head,
            predicate=predicate.i,
            kind=kind,
            low=quantity.low,
            high=quantity.high,
            approximate=quantity.approximate,
            who=self._who(quantity, party, predicate),
            entity=None if party is None or party.entity < 0 else party.entity,
        )

    def _who(self, quantity: Quantity, party: ActorMention | None, predicate: Token) -> CasualtyWho:
        head = self.parsed.doc[quantity.head]
        if normal(head) in self.words.counts.attackers or head.lower_ in self.words.counts.attackers:
            return CasualtyWho.ATTACKERS
        if head.pos_ == "NUM":
            party = self._attacked(predicate) or party
        if party is None or party.kind not in WHO:
            return CasualtyWho.UNKNOWN
        parties = (party, *(self.party(t) for t in self.sharing(head)))
        sides = {WHO[p.kind] for p in parties if p is not None and p.kind in WHO}
        return WHO[party.kind] if len(sides) == 1 else CasualtyWho.MIXED

    def _attacked(self, predicate: Token) -> ActorMention | None:
        """Whom a bare number counts: those that the clause above attacks ("ambushed a patrol, killing nine")."""
        if predicate.dep_ not in ("advcl", "conj") or predicate.tag_ != "VBG":
            return None
        above = (self.party(t) for t in self.roles.frame(predicate.head).roles.get("object", ()))
        return next((p for p in above if p is not None and p.kind in WHO), None)

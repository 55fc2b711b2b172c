"""Tolls given by nouns and adjectives: "20 dead", "a death toll of 30", "the bodies of 11 men", "no casualties"."""

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from conflictwire.entities.parsed import Quantity
from conflictwire.entities.words import children_of, sentence_of
from conflictwire.events.mentions import CasualtyMention
from conflictwire.events.roles import normal
from conflictwire.events.victims import Victims
from conflictwire.resources import Resources
from conflictwire.schema import ActorKind, CasualtyKind

__all__ = ["TollNounFinder"]

VERBS = ("VERB", "AUX")
# words between "no" and "casualties", and between "nobody" and "hurt"
NONE_WITHIN = 6
LONGEST_TEXT = 3
# words from a total to the number behind its "of" ("the number of dead of ...")
AFTER_TOTAL = 4


class TollNounFinder:
    """Finds the tolls that a noun or adjective gives."""

    def __init__(self, victims: Victims, resources: Resources) -> None:
        self.victims, self.parsed, self.roles, self.words = victims, victims.parsed, victims.roles, victims.words
        self.nouns = resources.lexicon("casualty_nouns")
        words = victims.words
        self.telling = frozenset(
            (
                *self.nouns,
                *words.nouns.totals,
                *words.harm_of,
                *words.nobody.negatives,
                *words.nobody.pronouns,
                "no",
                *words.nobody.unhurt,
            )
        )
        self.latest: CasualtyKind | None = None
        """Kind of the toll told last, which "put the number at nine" goes on about."""
        self.harm_kinds = {noun: kind for kind, nouns in victims.words.harm_kinds.items() for noun in nouns}

    def find(self, token: Token) -> Iterator[CasualtyMention]:
        """Tolls at one token whose form or lemma is one of the words `telling`."""
        if self._is_total(token):
            yield from self._of_total(token)
        elif token.pos_ in ("NOUN", "ADJ", "VERB", "PROPN") and self._kind(token) is not None:
            yield from self._of_noun(token)
        if token.pos_ == "NOUN" and normal(token) in self.words.harm_of:
            yield from self._undergone(token)
        if token.lower_ in self.words.nobody.unhurt:
            yield from self._unhurt(token)
        none = self._none(token)
        if none is not None:
            yield none

    def _kind(self, noun: Token) -> CasualtyKind | None:
        kind = self.nouns.get(noun.lower_) or self.nouns.get(normal(noun))
        return CasualtyKind(kind) if kind is not None else None

    # -- totals: "the death toll rose to 12", "the number of dead" -----------------------------------------------

    def _is_total(self, token: Token) -> bool:
        return (token.pos_ in ("NOUN", "PROPN") and normal(token) in self.words.nouns.totals) or self._is_set(token)

    def _is_set(self, token: Token) -> bool:
        """Those harmed as a sum: "put the dead at 20", "put its wounded at two"."""
        nouns, following = self.words.nouns, token.nbor(1).lower_ if token.i + 1 < len(self.parsed.doc) else ""
        return token.lower_ in nouns.adjectives and following in nouns.sets_at and normal(token.head) in nouns.setting

    def _total_kind(self, noun: Token) -> CasualtyKind | None:
        """What a total counts: deaths unless it is one of the wounded or missing; None for other things."""
        own = self._kind(noun)
        if own is not None:
            return own
        near = [t for t in self.parsed.doc[noun.i + 1 : min(noun.i + 5, sentence_of(noun).end)] if t.lower_ != "of"]
        near += [c for c in children_of(noun) if c.i < noun.i]
        told = next((kind for t in near if (kind := self._kind(t)) is not None), None)
        again = normal(noun.head) in self.words.nouns.setting and any(c.lower_ == "the" for c in children_of(noun))
        return self.latest if told is None and again else told

    def _of_total(self, noun: Token) -> Iterator[CasualtyMention]:
        kind = self._total_kind(noun)
        before = {t.lower_ for t in self.parsed.doc[max(sentence_of(noun).start, noun.i - 3) : noun.i]}
        if kind is None or not self.words.nouns.overtaken.isdisjoint(before):
            return
        ahead = self.parsed.doc[noun.i + 1 : sentence_of(noun).end]
        counts = [q for t in ahead if (q := self.victims.quantities.get(t.i)) is not None and self._countable(q, noun)]
        quantity = self._risen(counts, noun)
        if quantity is not None:
            yield self._mention(quantity, noun, kind)

    def _countable(self, quantity: Quantity, total: Token) -> bool:
        """A number of people or a number alone ("rose to 41"), not of things ("from two bombings")."""
        head = self.parsed.doc[quantity.head]
        bare = head.pos_ == "NUM" or normal(head) in self.words.personless or self._kind(head) is not None
        counts = quantity.start not in self.victims.in_date and quantity.high != 0
        return counts and (bare or self._rises(quantity, total))

    def _rises(self, quantity: Quantity, total: Token) -> bool:
        """The number stands behind "rose to", "stands at"; behind "of" only right after the total ("a toll of 30")."""
        doc = self.parsed.doc
        if doc[quantity.start].lower_ in ("a", "an") and (quantity.low, quantity.high) == (1, 1):
            return False  # "rose after an attack"
        before = doc[max(0, quantity.start - 1)].lower_
        return before in self.words.counts.rising and (before != "of" or quantity.start - total.i <= AFTER_TOTAL)

    def _risen(self, counts: Sequence[Quantity], total: Token) -> Quantity | None:
        """The new figure of "rose to 12 from nine" and "rose from nine to 12"."""
        doc = self.parsed.doc
        current = [q for q in counts if doc[max(0, q.start - 1)].lower_ != "from"]
        return next((q for q in current if self._rises(q, total)), next(iter(current), None))

    # -- nouns and adjectives of harm -----------------------------------------------------------------------------

    def _of_noun(self, noun: Token) -> Iterator[CasualtyMention]:
        kind = self._kind(noun)
        if kind is None or self._of_whole(noun) or not self._is_harm(noun):
            return
        quantity = self._count_of(noun)
        if quantity is None or quantity.high == 0 or quantity.start in self.victims.in_date:
            return
        yield self._mention(quantity, noun, kind)
        for other in self._coordinated(quantity, noun):
            yield self._mention(other, noun, kind)

    def _mention(self, quantity: Quantity, noun: Token, kind: CasualtyKind) -> CasualtyMention:
        near = quantity.start <= noun.i <= quantity.end + LONGEST_TEXT and not any(
            t.pos_ in VERBS for t in self.parsed.doc[quantity.head : noun.i]
        )
        end = max(quantity.end, noun.i + 1 if near else quantity.end, quantity.head + 1)
        party = self.victims.party(self.parsed.doc[quantity.head])
        return self.victims.mention(quantity, (quantity.start, end), noun, kind, party)

    def _of_whole(self, noun: Token) -> bool:
        """A part of those harmed ("two of the dead", "three of the wounded")."""
        before = [t.lower_ for t in self.parsed.doc[max(0, noun.i - 2) : noun.i]]
        return before == ["of", "the"]

    def _is_harm(self, noun: Token) -> bool:
        """The word means harm here: lives are lost, bodies are found."""
        nouns, climbed = self.words.nouns, [normal(t) for t in (noun, *self.roles.climb(noun))]
        if noun.lower_ in nouns.life:
            number = self.victims.quantities.get(noun.i)
            before = noun if number is None or number.start == 0 else self.parsed.doc[number.start - 1]
            return not nouns.ending.isdisjoint((*climbed, normal(before)))
        if normal(noun) in nouns.remains:
            following = noun.nbor(1).lower_ if noun.i + 1 < len(self.parsed.doc) else ""
            return following == "of" or not nouns.finding.isdisjoint(climbed)
        return True

    def _coordinated(self, quantity: Quantity, noun: Token) -> Iterator[Quantity]:
        """The other counts before one adjective: "five officers and a dozen militants left dead"."""
        if noun.lower_ not in self.words.nouns.adjectives:
            return
        head = self.parsed.doc[quantity.head]
        while head.dep_ == "conj" and head.head.i in self.victims.quantities:
            head = head.head
            yield self.victims.quantities[head.i]

    def _count_of(self, noun: Token) -> Quantity | None:
        """The number that goes with a noun or adjective of harm."""
        own = self.victims.quantities.get(noun.i)
        if own is not None and own.end <= noun.i + 1 and not (noun.pos_ in VERBS and self._has_object(noun)):
            # "a bomb killed": the numeral must stand right before the word, not count another noun
            between = self.parsed.doc[own.start : noun.i]
            if noun.pos_ not in VERBS or not any(t.pos_ in ("NOUN", "PROPN") for t in between):
                return own
        quantities = self.victims.quantities
        if noun.pos_ not in VERBS:
            before = [c.i for c in children_of(noun) if c.i in quantities and c.i < noun.i]
            if before:
                return quantities[before[-1]]
        before_it = noun.nbor(-1) if noun.i else noun
        adjective = noun.lower_ in self.words.nouns.adjectives
        if adjective and (noun.pos_ != "VERB" or before_it.like_num or before_it.lower_ == "another"):
            found = self._counted_before(noun)
            if found is not None:
                return found
        return self._counted_after(noun)

    def _counted_after(self, noun: Token) -> Quantity | None:
        """The number behind a noun: "the bodies of 11 men", "the deaths of nine"."""
        if normal(noun) not in self.words.nouns.counted_after or noun.pos_ != "NOUN":
            return None
        of = noun.i + 1 < sentence_of(noun).end and noun.nbor(1).lower_ in ("of", "from")
        beside = [q for q in self.parsed.quantities if of and noun.i + 2 <= q.start <= noun.i + 3]
        quantities = self.victims.quantities
        below = [quantities[t.i] for t in noun.subtree if noun.i < t.i <= noun.i + 6 and t.i in quantities]
        return next(iter([*beside, *below]), None)

    def _has_object(self, verb: Token) -> bool:
        return verb.tag_ != "VBN" and any(t.i > verb.i for t in self.roles.frame(verb).roles.get("object", ()))

    def _counted_before(self, noun: Token) -> Quantity | None:
        """The counted noun right before the adjective: "left 20 people dead", "10 people dead"."""
        for i in range(noun.i - 1, max(noun.i - 5, sentence_of(noun).start - 1), -1):
            if i in self.victims.quantities:
                return self.victims.quantities[i]
            if noun.doc[i].lower_ == "another":
                return Quantity(i, i + 1, 1, 1, approximate=False, head=noun.i)
            if noun.doc[i].is_punct:
                return None
        return None

    def _undergone(self, noun: Token) -> Iterator[CasualtyMention]:
        """Undergoers after "of": "The killing of a priest", "the arrest of four activists"."""
        kind = self.harm_kinds.get(normal(noun), CasualtyKind.KILLED)
        for filler in self.roles.frame(noun).roles.get("prep:of", ()):
            if filler.i > noun.i:
                claim = self.victims.claim(filler, noun, kind)
                if claim is not None:
                    yield claim

    # -- nobody ---------------------------------------------------------------------------------------------------

    def _none(self, token: Token) -> CasualtyMention | None:
        """A toll of zero: "No casualties were reported", "nobody was hurt"."""
        found = self._no_noun(token) or self._no_one(token)
        if found is None:
            return None
        end, kind = found
        if any(t.is_punct and t.text != "-" for t in self.parsed.doc[token.i : end.i]):
            return None
        quantity = Quantity(token.i, end.i + 1, 0, 0, approximate=False, head=end.i)
        return self.victims.mention(quantity, (token.i, end.i + 1), end, kind, None)

    def _unhurt(self, word: Token) -> Iterator[CasualtyMention]:
        """Some people of whom none came to harm: "all the passengers escaped unhurt"."""
        clause = self.roles.clause(word)
        for frame in (self.roles.frame(word), self.roles.frame(clause)):
            for subject in frame.roles.get("subject", ()):
                party = self.victims.party(subject)
                people = party is not None and (party.person or party.kind not in (None, ActorKind.OBJECT))
                if party is not None and people and party.start < word.i:
                    quantity = Quantity(party.start, word.i + 1, 0, 0, approximate=False, head=word.i)
                    yield self.victims.mention(quantity, (party.start, word.i + 1), word, CasualtyKind.WOUNDED, party)
                    return

    def _no_noun(self, token: Token) -> tuple[Token, CasualtyKind] | None:
        """Nouns of harm that are denied: "no casualties", "without injuries", "not any deaths"."""
        words, doc = self.words.nobody, self.parsed.doc
        if token.lower_ not in words.negatives or (token.lower_ == "any" and not self._negated_before(token)):
            return None
        for t in doc[token.i + 1 : min(token.i + NONE_WITHIN, sentence_of(token).end)]:
            if normal(t) in words.casualties | words.wounded and not self._qualifies(t):
                between = doc[token.i + 1 : t.i]
                if any(w.lower_ in words.additions for w in between):
                    return None
                return t, CasualtyKind.WOUNDED if normal(t) in words.wounded else CasualtyKind.KILLED
            if t.pos_ not in ("ADJ", "ADV", "VERB") and t.lower_ not in words.links and not self._qualifies(t):
                return None
        return None

    def _qualifies(self, noun: Token) -> bool:
        """The noun stands before another one ("casualty figures")."""
        following = noun.nbor(1) if noun.i + 1 < len(self.parsed.doc) else None
        return following is not None and following.pos_ == "NOUN"

    def _negated_before(self, token: Token) -> bool:
        return any(
            t.lower_ in ("not", "n't", "without")
            for t in self.parsed.doc[max(sentence_of(token).start, token.i - 4) : token.i]
        )

    def _no_one(self, token: Token) -> tuple[Token, CasualtyKind] | None:
        """People of whom none came to harm: "nobody was hurt", "none of the passengers was hurt"."""
        words, doc = self.words.nobody, self.parsed.doc
        one = token.lower_ == "no" and token.i + 1 < len(doc) and doc[token.i + 1].lower_ in ("one", "-")
        if not one and token.lower_ not in words.pronouns:
            return None
        window = doc[token.i + 1 : min(token.i + NONE_WITHIN + 1, sentence_of(token).end)]
        end = next((t for t in window if normal(t) in words.harmed or t.lower_ in self.words.nouns.adjectives), None)
        if end is None:
            return None
        wounding = normal(end) in words.wounding or (end.tag_ == "JJ" and end.lower_ != "dead")
        return end, CasualtyKind.WOUNDED if wounding else CasualtyKind.KILLED

"""Tolls: how many people were killed, wounded, missing, abducted, detained or displaced, by whose count."""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from spacy.tokens import Token

from conflictwire.entities.parsed import ActorMention, Parsed, Quantity
from conflictwire.events.mentions import CasualtyMention
from conflictwire.events.roles import Roles, normal
from conflictwire.events.rules import load_rules
from conflictwire.events.tolls import tied
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
PERSONLESS = frozenset(
    {
        "people",
        "person",
        "man",
        "woman",
        "child",
        "member",
        "other",
        "victim",
        "resident",
        "dozen",
        "score",
        "hundred",
    }
)
LARGEST_TOLL = 5_000_000
# verbs of harm that kill only with "dead", "to death" or "fatally"
DEADLY_WITH_MANNER = frozenset({"shoot", "stab", "hack", "burn", "beat", "gun", "club", "bludgeon", "blow", "crush"})
MANNER_WINDOW = 7
# nouns of harm whose undergoer follows with "of" ("the killing of a priest")
HARM_OF = frozenset(
    {"death", "killing", "murder", "assassination", "slaying", "abduction", "kidnapping", "arrest", "beheading"}
)
COUNTED_AFTER = frozenset({"toll", "death", "killing", "murder", "body", "corpse", "arrest", "kidnapping", "abduction"})
ADJECTIVES = frozenset({"dead", "wounded", "injured", "missing", "hurt", "displaced", "killed"})
NOBODY = frozenset({"nobody", "no-one", "none"})
HARMLESS = frozenset({"casualty", "injury", "death", "fatality", "causality", "wounded", "injured", "victim"})
HARMED = frozenset({"hurt", "injure", "harm", "kill", "wound", "die"})
NEGATIVE = frozenset({"no", "without"})
TOLL_WINDOW = 14
# verbs that harm only with a noun: verbs, nouns, kind, and the role of those harmed
WITH_NOUN = (
    (frozenset({"take", "hold"}), frozenset({"hostage", "captive", "prisoner"}), CasualtyKind.ABDUCTED, "object"),
    (frozenset({"lose"}), frozenset({"life", "lives"}), CasualtyKind.KILLED, "subject"),
    (
        frozenset({"sustain", "suffer", "receive"}),
        frozenset({"injury", "injuries", "wound", "wounds"}),
        CasualtyKind.WOUNDED,
        "subject",
    ),
)
ONE = frozenset({"a", "an", "one", "another", "the", "its", "his", "her", "their"})
VERBS = ("VERB", "AUX")


@lru_cache(maxsize=8)
def _lexicons(resources: Resources) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    return (
        resources.lexicon("casualty_verbs"),
        resources.lexicon("casualty_subject_verbs"),
        resources.lexicon("casualty_nouns"),
    )


class _Finder:
    """Finds the tolls of one document."""

    def __init__(
        self, parsed: Parsed, roles: Roles, party: Callable[[Token], ActorMention | None], resources: Resources
    ) -> None:
        self.parsed, self.roles, self.party = parsed, roles, party
        self.verbs, self.subject_verbs, self.nouns = _lexicons(resources)
        self.quantities = {q.head: q for q in parsed.quantities}
        self.in_date = {i for d in parsed.dates for i in range(d.start, d.end)}

    def kind_of_verb(self, verb: Token) -> tuple[CasualtyKind, str] | None:
        """What a verb does to the people in which of its roles."""
        lemma = normal(verb)
        following = {t.lower_ for t in verb.doc[verb.i + 1 : min(verb.i + MANNER_WINDOW, verb.sent.end)]}
        if lemma in DEADLY_WITH_MANNER and (
            not MANNER_SHOT_DEAD.isdisjoint(following)
            or "down" in following
            or any(c.lower_ == "fatally" for c in verb.children)
        ):
            return CasualtyKind.KILLED, "object"
        for verbs, nouns, harm, role in WITH_NOUN:
            if lemma in verbs and not nouns.isdisjoint(following):
                return harm, role
        kind = self.verbs.get(lemma)
        if kind is not None and lemma not in ("lose", "seize"):
            # without "dead" or "to death" a shooting or stabbing wounds
            return (CasualtyKind.WOUNDED if lemma in DEADLY_WITH_MANNER else CasualtyKind(kind)), "object"
        kind = self.subject_verbs.get(lemma)
        if kind is not None and lemma != "fall":
            return CasualtyKind(kind), "subject"
        return None

    def find(self) -> Iterator[CasualtyMention]:
        for token in self.parsed.doc:
            counted = False
            if token.pos_ in ("NOUN", "ADJ", "VERB", "PROPN") and (
                token.lower_ in self.nouns or normal(token) in self.nouns
            ):
                for mention in self._of_noun(token):
                    counted = True
                    yield mention
            if not counted and (token.pos_ in VERBS or token.tag_ in ("VBN", "VBD")):
                yield from self._of_verb(token)
            if normal(token) in HARM_OF and token.pos_ == "NOUN":
                yield from self._undergone(token)
            none = self._none(token)
            if none is not None:
                yield none

    def _undergone(self, noun: Token) -> Iterator[CasualtyMention]:
        """Undergoers after "of": "The killing of a priest", "the arrest of four activists"."""
        kind = self.nouns.get(normal(noun)) or {"abduction": "abducted", "kidnapping": "abducted"}.get(
            normal(noun), "killed"
        )
        for filler in self.roles.frame(noun).roles.get("prep:of", ()):
            if filler.i > noun.i:
                claim = self._claim(filler, noun, CasualtyKind(kind))
                if claim is not None:
                    yield claim

    def _none(self, token: Token) -> CasualtyMention | None:
        """A toll of zero: "No casualties were reported", "nobody was hurt"."""
        doc, kind = self.parsed.doc, CasualtyKind.KILLED
        if token.lower_ in NEGATIVE:
            end = next((t.i for t in doc[token.i + 1 : token.i + 6] if normal(t) in HARMLESS), None)
            if end is not None and any(t.lower_ in ("further", "more", "new") for t in doc[token.i : end]):
                return None
        else:
            end = None
        one = token.lower_ == "no" and token.i + 1 < len(doc) and doc[token.i + 1].lower_ in ("one", "-")
        if end is None and (one or token.lower_ in NOBODY):
            window = doc[token.i + 1 : min(token.i + 7, token.sent.end)]
            end = next((t.i for t in window if normal(t) in HARMED or t.lower_ in ADJECTIVES), None)
            if end is not None and (normal(doc[end]) in ("injure", "hurt", "wound", "harm") or doc[end].tag_ == "JJ"):
                kind = CasualtyKind.WOUNDED
        if end is None or any(t.is_punct and t.text != "-" for t in doc[token.i : end]):
            return None
        quantity = Quantity(token.i, end + 1, 0, 0, approximate=False, head=end)
        return self._mention(quantity, (token.i, end + 1), doc[end], kind, None)

    def _of_verb(self, verb: Token) -> Iterator[CasualtyMention]:
        kind = self.kind_of_verb(verb)
        if kind is None:
            return
        frame = self.roles.frame(verb)
        negated = self.roles.negated(verb)
        if negated:
            return
        claimed = False
        for filler in frame.roles.get(kind[1], ()):
            claim = self._claim(filler, verb, kind[0])
            if claim is not None:
                claimed = True
                yield claim
        nearby = None if claimed or kind[1] != "object" else self._right_after(verb)
        if nearby is not None:
            yield self._mention(nearby, (nearby.start, max(nearby.end, nearby.head + 1)), verb, kind[0], None)

    def _right_after(self, verb: Token) -> Quantity | None:
        """The count right after an active verb or after its "himself and", for where the parse lost the object."""
        doc = self.parsed.doc
        i = verb.i + 1
        if i + 1 < len(doc) and doc[i].lower_ in ("himself", "herself", "themselves") and doc[i + 1].lower_ == "and":
            i += 2
        quantity = next((q for q in self.parsed.quantities if i <= q.start <= i + 1 and q.high != 0), None)
        if quantity is None or quantity.start in self.in_date or not self._bare(quantity):
            return None
        if any(t.pos_ in ("ADP", "ADV", "AUX") or t.is_punct for t in doc[i : quantity.start]):
            return None
        return quantity

    def _of_noun(self, noun: Token) -> Iterator[CasualtyMention]:
        kind = CasualtyKind(self.nouns.get(noun.lower_) or self.nouns[normal(noun)])
        if noun.lower_ in ("life", "lives") and not any(
            normal(t) in ("claim", "lose", "take", "cost") for t in self.roles.climb(noun)
        ):
            return
        quantity = self._count_of(noun)
        if quantity is None or quantity.high == 0 or quantity.start in self.in_date:
            return
        text_end = max(
            quantity.end,
            noun.i + 1 if noun.i - quantity.end <= 3 and noun.i >= quantity.start else quantity.end,
            quantity.head + 1,
        )
        yield self._mention(
            quantity, (quantity.start, text_end), noun, kind, self.party(self.parsed.doc[quantity.head])
        )

    def _count_of(self, noun: Token) -> Quantity | None:
        """The number that goes with a noun or adjective of harm."""
        own = self.quantities.get(noun.i)
        lemma = normal(noun)
        if own is not None and own.end <= noun.i + 1 and not (noun.pos_ in VERBS and self._has_object(noun)):
            # "a bomb killed": the numeral must stand right before the word, not count another noun
            between = self.parsed.doc[own.start : noun.i]
            if noun.pos_ not in VERBS or not any(t.pos_ in ("NOUN", "PROPN") for t in between):
                return own
        if noun.pos_ not in VERBS:
            before = next(
                (self.quantities[c.i] for c in noun.children if c.i in self.quantities and c.i < noun.i), None
            )
            if before is not None:
                return before
        before_it = noun.nbor(-1) if noun.i else noun
        if noun.lower_ in ADJECTIVES and (noun.pos_ != "VERB" or before_it.like_num or before_it.lower_ == "another"):
            found = self._counted_before(noun)
            if found is not None:
                return found
        if lemma in COUNTED_AFTER and noun.pos_ == "NOUN":
            following = self.parsed.doc[noun.i + 1 : min(noun.i + TOLL_WINDOW, noun.sent.end)]
            if lemma == "toll":
                counts = [self.quantities[t.i] for t in following if t.i in self.quantities]
                return next((q for q in counts if q.start not in self.in_date and self._bare(q)), None)
            of = noun.i + 1 < noun.sent.end and noun.nbor(1).lower_ in ("of", "from")
            beside = [q for q in self.parsed.quantities if of and noun.i + 2 <= q.start <= noun.i + 3]
            below = [
                self.quantities[t.i] for t in noun.subtree if noun.i < t.i <= noun.i + 6 and t.i in self.quantities
            ]
            return next(iter([*beside, *below]), None)
        return None

    def _bare(self, quantity: Quantity) -> bool:
        """A number of people or a number alone ("rose to 41"), not of things ("from two bombings")."""
        head = self.parsed.doc[quantity.head]
        before = self.parsed.doc[max(0, quantity.start - 1)].lower_
        return head.pos_ == "NUM" or normal(head) in PERSONLESS or before in ("to", "at", "reached", "hit", "stands")

    def _has_object(self, verb: Token) -> bool:
        return verb.tag_ != "VBN" and any(t.i > verb.i for t in self.roles.frame(verb).roles.get("object", ()))

    def _counted_before(self, noun: Token) -> Quantity | None:
        """The counted noun right before the adjective: "left 20 people dead", "10 people dead"."""
        for i in range(noun.i - 1, max(noun.i - 5, noun.sent.start - 1), -1):
            if i in self.quantities:
                return self.quantities[i]
            if noun.doc[i].lower_ == "another":
                return Quantity(i, i + 1, 1, 1, approximate=False, head=noun.i)
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
        if quantity is None and filler.lower_ == "another":
            quantity = Quantity(filler.i, filler.i + 1, 1, 1, approximate=False, head=filler.i)
            return self._mention(quantity, (filler.i, filler.i + 1), predicate, kind, None)
        if quantity is not None:
            if quantity.start in self.in_date or not self._people(filler, party, quantity):
                return None
            end = max(quantity.end, filler.i + 1)
            if party is not None and party.start <= end:
                end = max(end, party.end)
            return self._mention(quantity, (quantity.start, end), predicate, kind, party)
        return self._uncounted(filler, party, predicate, kind)

    def _uncounted(
        self, filler: Token, party: ActorMention | None, predicate: Token, kind: CasualtyKind
    ) -> CasualtyMention | None:
        """A party without a number: one person, or an unknown number of people."""
        if (
            party is None
            or not (party.person or party.armed or party.kind == ActorKind.CIVILIANS)
            or party.kind == ActorKind.OBJECT
        ):
            return None
        uncertain = kind == CasualtyKind.WOUNDED and normal(predicate) in DEADLY_WITH_MANNER
        if filler.pos_ == "PRON" or uncertain:
            return None
        singular = filler.tag_ in ("NN", "NNP") and (party.proper or self._single(filler))
        bound = (
            1
            if singular
            and party.kind
            in (None, ActorKind.CIVILIANS, ActorKind.STATE_FORCES, ActorKind.REBEL_GROUP, ActorKind.UNIDENTIFIED)
            else None
        )
        vague = filler.tag_ in ("NNS", "NNPS") and kind not in (CasualtyKind.DISPLACED, CasualtyKind.MISSING)
        if bound is None and not vague:
            return None
        quantity = Quantity(party.start, party.end, bound, bound, approximate=False, head=party.head)
        return self._mention(quantity, (party.start, max(party.end, party.head + 1)), predicate, kind, party)

    def _people(self, filler: Token, party: ActorMention | None, quantity: Quantity) -> bool:
        """What is counted are people, not things ("a car bomb", "three vehicles")."""
        if party is None or filler.pos_ == "NUM" or normal(self.parsed.doc[quantity.head]) in PERSONLESS:
            return True
        return party.kind != ActorKind.OBJECT and (party.person or bool(party.armed) or party.kind is not None)

    def _single(self, noun: Token) -> bool:
        return any(c.lower_ in ONE for c in noun.children)

    def _mention(
        self,
        quantity: Quantity,
        words: tuple[int, int],
        predicate: Token,
        kind: CasualtyKind,
        party: ActorMention | None,
    ) -> CasualtyMention:
        start, end = words
        who = CasualtyWho.UNKNOWN
        if party is not None and party.kind in WHO:
            head = normal(self.parsed.doc[party.head])
            generic = party.kind == ActorKind.CIVILIANS and head in PERSONLESS
            who = CasualtyWho.UNKNOWN if generic and end - start > 40 else WHO[party.kind]
        return CasualtyMention(
            start,
            end,
            quantity.head,
            predicate.i,
            kind,
            quantity.low,
            quantity.high,
            approximate=quantity.approximate,
            who=who,
        )


def _is_subset(mention: CasualtyMention, parsed: Parsed) -> bool:
    """Part of a toll already given: "two of them children", "including three police"."""
    before = [t.lower_ for t in parsed.doc[max(0, mention.start - 2) : mention.start]]
    after = [t.lower_ for t in parsed.doc[mention.end : mention.end + 2]]
    return "including" in before or "among" in before or after[:2] in (["of", "them"], ["of", "whom"])


def _distinct(mentions: Iterable[CasualtyMention]) -> Iterator[CasualtyMention]:
    """Each count of a kind once."""
    seen: set[tuple[int, CasualtyKind]] = set()
    for mention in mentions:
        if (mention.head, mention.kind) not in seen:
            seen.add((mention.head, mention.kind))
            yield mention


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
    book = load_rules(resources)
    found = [
        tied(mention, parsed, roles, book)
        for mention in _Finder(parsed, roles, party, resources).find()
        if not _is_subset(mention, parsed) and max(mention.low or 0, mention.high or 0) <= LARGEST_TOLL
    ]
    return tuple(sorted(_distinct(found), key=lambda m: (m.start, m.kind)))

"""The dependency tree as the rules need it: relations between tokens, and the only module that reads labels.

Labels are those of Universal Dependencies; parses in another scheme have been rewritten before
(`entities.label_schemes`).
"""

from collections.abc import Iterator
from functools import lru_cache

from spacy.tokens import Token

from conflictwire.entities.words import children_of
from conflictwire.resources import Resources

__all__ = ["NAMING", "OBJECT", "OBLIQUE", "PASSIVE_SUBJECT", "RELATIVE", "SUBJECT", "Syntax", "word_set"]

SUBJECT = frozenset({"nsubj", "csubj", "nsubj:outer"})
PASSIVE_SUBJECT = frozenset({"nsubj:pass", "csubj:pass"})
OBJECT = frozenset({"obj"})
INDIRECT = frozenset({"iobj"})
OBLIQUE = frozenset({"obl", "obl:agent", "obl:unmarked", "obl:tmod", "obl:npmod", "nmod", "nmod:unmarked", "nmod:desc"})
NOMINAL = ("NOUN", "PROPN", "PRON", "NUM")
MODIFIER = frozenset({"compound", "amod", "nmod:desc", "nmod:unmarked"})
FLAT = frozenset({"flat", "flat:name", "fixed", "goeswith"})
NAMING = frozenset({"appos", "flat", "flat:name", "nmod:desc"})
RELATIVE = frozenset({"acl:relcl", "advcl:relcl"})
SETTING_NAMES = ("GPE", "LOC", "FAC", "DATE")
# how a description hangs on its noun
DESCRIBING = RELATIVE | {"appos", "acl"}
INSIDE_PHRASE = frozenset(
    {
        "compound",
        "amod",
        "nummod",
        "flat",
        "flat:name",
        "nmod:poss",
        "det",
        "fixed",
        "advmod",
        "punct",
        "case",
        "goeswith",
        "nmod:desc",
        "nmod:unmarked",
        "det:predet",
    }
)
MAX_CLIMB = 12


@lru_cache(maxsize=64)
def word_set(resources: Resources, name: str) -> frozenset[str]:
    """The words of a lexicon, read once."""
    return frozenset(resources.lexicon(name))


class Syntax:
    """Relations between the tokens of one document."""

    def __init__(self, resources: Resources) -> None:
        self._negations = word_set(resources, "negations")
        self._company = word_set(resources, "company_words")
        self._states = word_set(resources, "state_words")

    def is_verbal(self, token: Token) -> bool:
        """A verb, or an adjective or participle used as a clause ("were dead")."""
        if token.tag_ == "VBG" and token.dep_ == "advcl" and self.marker(token) == "in" and not self.has_object(token):
            return False  # "died in fighting"
        if (
            token.tag_ == "VBG"
            and token.dep_ == "advcl"
            and any(c.dep_ in MODIFIER and c.i < token.i for c in token.lefts)
        ):
            return False  # "were killed in tank shelling"
        return token.pos_ in ("VERB", "AUX") or (
            token.pos_ == "ADJ" and any(child.dep_ in ("cop", "nsubj", "nsubj:pass") for child in children_of(token))
        )

    def is_range(self, noun: Token) -> bool:
        """A number of people or things with two bounds ("killed between 10 and 15 villagers")."""
        numbers = (c for c in children_of(noun) if c.dep_ == "nummod")
        ranged = any(g.pos_ == "NUM" for c in numbers for g in children_of(c) if g.dep_ == "conj")
        return ranged and noun.tag_ == "NNS" and self.preposition(noun) == "between"

    @staticmethod
    def stray_subject(verb: Token, subject: Token) -> bool:
        """A subject after its verb that belongs to the reporting verb behind it ("..., killing nine, police said")."""
        if subject.i < verb.i:
            return False
        following = subject.i + 1
        if following < len(subject.doc) and subject.doc[following].tag_ in ("VBD", "VBZ", "VBP"):
            return True
        return any(c.dep_ in SUBJECT and c.i < verb.i for c in children_of(verb))

    @staticmethod
    def named_by(noun: Token) -> list[Token]:
        """Of whom a noun is said: the subject of its clause, or what it stands in apposition to."""
        subjects = [c for c in children_of(noun) if c.dep_ in SUBJECT]
        return subjects or ([noun.head] if noun.dep_ == "appos" else [])

    def is_argument(self, token: Token) -> bool:
        """The token stands where a noun does: subject, object or after a preposition, whatever the tagger says."""
        return token.dep_ in SUBJECT | PASSIVE_SUBJECT | OBJECT | OBLIQUE

    @staticmethod
    def is_adverb(token: Token) -> bool:
        """The token tells where, when or how by itself ("elsewhere")."""
        return token.dep_ == "advmod" or token.pos_ == "ADV"

    def preposition(self, token: Token) -> str:
        """The preposition of a nominal, in lower case, parts joined by a space ("according to"); "" for none."""
        for child in children_of(token):
            if child.dep_ == "case" and child.i < token.i:
                parts = [child, *(c for c in children_of(child) if c.dep_ == "fixed")]
                return " ".join(part.lower_ for part in sorted(parts, key=lambda t: t.i))
        return ""

    def particle(self, verb: Token) -> Token | None:
        """The particle of a phrasal verb ("up" in "blew up")."""
        return next((c for c in children_of(verb) if c.dep_ == "compound:prt"), None)

    def conjuncts(self, token: Token) -> tuple[Token, ...]:
        """The token and what is coordinated after it."""
        out = [token]
        for child in children_of(token):
            alike = child.pos_ in ("NOUN", "PROPN", "PRON", "NUM", "ADJ") or token.pos_ == child.pos_
            if (child.dep_ == "conj" and alike) or self.is_company(child) or self._goes_on(token, child):
                out.extend(self.conjuncts(child))
            elif child.dep_ == "nmod" and child.i > token.i:
                out.extend(other for other in children_of(child) if other.dep_ == "conj" and self._is_other(other))
        return tuple(out)

    def _goes_on(self, first: Token, second: Token) -> bool:
        """The next of a list that the parse takes for a description ("the mayor, his wife and their two sons")."""
        rest = (
            [c for c in children_of(second) if c.dep_ == "conj" and c.pos_ in NOMINAL] if second.dep_ == "appos" else []
        )
        if not any(c.dep_ == "cc" and c.lower_ == "and" for last in rest for c in children_of(last)):
            return False
        if any(c.dep_ in ("nmod:poss", "nummod") for part in (second, *rest) for c in children_of(part)):
            return True
        described = first.pos_ == "PROPN" or not all(self.determined(part) for part in (first, second, *rest))
        behind = rest[-1].right_edge.i + 1
        return not described and not (behind < len(first.doc) and first.doc[behind].text == ",")

    def with_name(self, noun: Token) -> Iterator[Token]:
        """The noun and the name that it has after "of" ("the town of Gao"), on which what follows often hangs."""
        yield noun
        yield from (c for c in children_of(noun) if c.pos_ == "PROPN" and self.preposition(c) == "of")

    @staticmethod
    def joined_verbs(verb: Token) -> tuple[Token, ...]:
        """Verbs joined to another whose subject they share ("damaged a school and destroyed two homes")."""
        joined = (c for c in children_of(verb) if c.dep_ == "conj" and c.pos_ == "VERB")
        return tuple(v for v in joined if not any(c.dep_ in SUBJECT | PASSIVE_SUBJECT for c in children_of(v)))

    def is_company(self, token: Token) -> bool:
        """A nominal that shares what is told of another ("along with his driver")."""
        if token.dep_ not in OBLIQUE:
            return False
        with_ = next((c for c in children_of(token) if c.dep_ == "case" and c.lower_ == "with"), None)
        return with_ is not None and with_.i > 0 and with_.nbor(-1).lower_ in self._company

    @staticmethod
    def describing(noun: Token) -> Iterator[int]:
        """Positions of the words that say who somebody is: before the noun, in apposition, after "of"."""
        yield from range(noun.left_edge.i, noun.i)
        for child in children_of(noun):
            of = child.dep_ == "nmod" and any(c.dep_ == "case" and c.lower_ == "of" for c in children_of(child))
            if child.dep_ == "appos" or of:
                yield from range(child.left_edge.i, child.i + 1)

    @staticmethod
    def _is_other(noun: Token) -> bool:
        """More people of a kind, however low they hang ("the imam of a mosque and three other people")."""
        return noun.lower_ == "others" or any(c.lower_ == "other" for c in children_of(noun))

    @staticmethod
    def clauses_of(noun: Token) -> tuple[Token, ...]:
        """Verbs of the participles and relative clauses that describe a noun ("people demonstrating")."""
        return tuple(child for child in children_of(noun) if child.dep_ == "acl" or child.dep_ in RELATIVE)

    @staticmethod
    def done_to(noun: Token) -> tuple[Token, ...]:
        """Verbs of which a noun is the object, in active and passive ("found a bomb", "a bomb found in ...")."""
        noun = Syntax.modified(noun) or noun
        if noun.dep_ == "conj" and noun.head.dep_ in OBJECT | PASSIVE_SUBJECT and noun.head.head.i < noun.head.i:
            return (noun.head.head,)  # "found a rifle and two bombs"
        behind = tuple(c for c in children_of(noun) if c.dep_ in ("acl", "acl:relcl") and c.tag_ == "VBN")
        return (noun.head, *behind) if noun.dep_ in OBJECT | PASSIVE_SUBJECT else behind

    @staticmethod
    def hangs_on(noun: Token) -> tuple[Token, ...]:
        """What a noun hangs on by a preposition ("abide by a truce", "violations of a truce")."""
        noun = Syntax.modified(noun) or noun
        return (noun.head,) if noun.dep_ in OBLIQUE else ()

    def appositions(self, token: Token) -> tuple[Token, ...]:
        """Nouns in apposition to a noun."""
        return tuple(child for child in children_of(token) if child.dep_ == "appos")

    def climb(self, token: Token) -> Iterator[Token]:
        """The token's governors, nearest first."""
        for _ in range(MAX_CLIMB):
            if token.head.i == token.i:
                return
            token = token.head
            yield token

    def is_whose(self, name: Token, nominal: Token) -> bool:
        """Hung on a place or day, but of the noun before that ("the murder in Cali of a priest")."""
        of = nominal.dep_ in OBLIQUE and self.preposition(nominal) == "of"
        return of and name.ent_type_ in SETTING_NAMES and nominal.ent_type_ not in SETTING_NAMES

    def describes_party(self, token: Token, head: Token) -> bool:
        """The token stands in a description of a party of `head` ("killed Silva, mayor in 1984")."""
        for above in (token, *self.climb(token)):
            if above.i == head.i or above.is_ancestor(head):
                return False
            if above.dep_ in DESCRIBING and above.head.i != head.i:
                return True
        return False

    def clause(self, token: Token) -> Token:
        """The nearest verbal predicate at or above a token."""
        if self.is_verbal(token):
            return token
        return next((t for t in self.climb(token) if self.is_verbal(t)), token)

    def is_complement(self, token: Token) -> bool:
        """The predicate is the content of its governor (said that ..., tried to ...)."""
        return token.dep_ in ("ccomp", "xcomp", "csubj", "csubj:pass", "acl", "obj", "nsubj:pass", "parataxis")

    def is_infinitive_complement(self, token: Token) -> bool:
        """The predicate is controlled by its governor (tried to X, order to X)."""
        return token.dep_ == "xcomp" or (token.dep_ in ("acl", "advcl", "ccomp") and self.infinitive(token))

    @staticmethod
    def progressive(token: Token) -> bool:
        """The verb stands in the present progressive ("are killing")."""
        return token.tag_ == "VBG" and any(c.dep_ == "aux" and c.tag_ in ("VBP", "VBZ") for c in children_of(token))

    @staticmethod
    def determined(token: Token) -> bool:
        """The noun has a determiner, a numeral or a possessor ("the attacks", "two attacks", "their attacks")."""
        return any(c.dep_ in ("det", "nummod", "nmod:poss", "det:predet") for c in children_of(token))

    def has_object(self, token: Token) -> bool:
        """The verb has an object of its own."""
        return any(child.dep_ in OBJECT and not self.is_state(child) for child in children_of(token))

    def is_state(self, token: Token) -> bool:
        """The state that a verb brings something into, whatever the parse takes it for ("set alight")."""
        return token.lower_ in self._states

    @staticmethod
    def main_verb(token: Token) -> Token:
        """The verb that a participle goes along with ("shouting slogans, they marched"), else the token itself."""
        return token.head if token.tag_ == "VBG" and token.dep_ == "advcl" else token

    @staticmethod
    def describes_before(token: Token) -> bool:
        """The verb of a relative clause in the past perfect, or passive and present: told of another time."""
        auxiliaries = {c.lower_ for c in children_of(token) if c.dep_ in ("aux", "aux:pass")}
        return token.dep_ in RELATIVE and bool(auxiliaries & {"had", "is", "are", "has", "have"})

    @staticmethod
    def describes(token: Token) -> bool:
        """The verb is a present participle that only describes its noun ("rebels fighting the president")."""
        return token.tag_ == "VBG" and token.dep_ in ("acl", "amod")

    def earlier(self, verb: Token) -> bool:
        """The verb describes its noun by what was before: a past participle, or a clause in the past perfect."""
        return (verb.dep_ == "acl" and verb.tag_ == "VBN") or self.describes_before(verb)

    @staticmethod
    def modified_by(verb: Token) -> Token | None:
        """The noun that a relative clause or participle tells of."""
        return verb.head if verb.dep_ in (*RELATIVE, "acl") else None

    def acts(self, noun: Token) -> bool:
        """The noun is what its clause says something of, or the agent: not what something is done to or about."""
        while noun.dep_ in ("conj", "nmod") and (noun.dep_ == "conj" or self.preposition(noun) == "of"):
            noun = noun.head
        by = noun.dep_ in OBLIQUE and self.preposition(noun) == "by"
        return by or noun.dep_ in SUBJECT or noun.head.i == noun.i

    @staticmethod
    def modified(token: Token) -> Token | None:
        """The noun that a token stands before as a modifier ("police" for "riot police"), or None."""
        return token.head if token.dep_ in MODIFIER and token.head.i > token.i else None

    def infinitive(self, token: Token) -> bool:
        """The predicate is marked by "to"."""
        return any(c.dep_ in ("mark", "aux") and c.lower_ == "to" for c in children_of(token))

    def marker(self, token: Token) -> str:
        """The subordinating word of a clause ("if", "after", "when"), or ""."""
        return next(
            (c.lower_ for c in children_of(token) if c.dep_ == "mark" or (c.dep_ == "advmod" and c.tag_ == "WRB")), ""
        )

    def auxiliaries(self, token: Token) -> tuple[str, ...]:
        """Lower-cased auxiliaries of a predicate."""
        return tuple(c.lower_ for c in children_of(token) if c.dep_ in ("aux", "aux:pass", "cop"))

    def negated(self, token: Token) -> bool:
        """The predicate or noun carries "not", "no", "never" or "without"."""
        for child in children_of(token):
            if child.dep_ in ("advmod", "det", "neg", "case", "aux") and child.lower_ in self._negations:
                return True
        return False

    def reported_by_parataxis(self, token: Token) -> tuple[Token, ...]:
        """Verbs beside a clause that may report it ("..., the ministry said")."""
        return tuple(
            c for c in children_of(token) if c.dep_ in ("parataxis", "ccomp", "advcl", "conj") and self.is_verbal(c)
        )

    def has_complement(self, verb: Token, *, besides: Token) -> bool:
        """The verb has an object or content clause of its own, other than `besides`."""
        return any(c.dep_ in ("ccomp", "obj") and c.i != besides.i and c.tag_ != "VBG" for c in children_of(verb))

    def phrase(self, token: Token) -> tuple[int, int]:
        """First and last token + 1 of the plain noun phrase around a noun: modifiers before it, name parts after it."""
        start = end = token.i
        for child in children_of(token):
            if child.dep_ not in INSIDE_PHRASE:
                continue
            if child.i < token.i and child.dep_ not in ("punct", "case"):
                start = min(start, child.left_edge.i)
            elif child.dep_ in FLAT:
                end = max(end, child.right_edge.i)
        return start, end + 1

"""Who does what to whom around a predicate: the only module that reads dependency labels (Universal Dependencies).

Parses in another scheme have been rewritten before (`entities.label_schemes`).

A rule names roles, never labels. Roles of a predicate:
`subject` (the doer, in active and passive), `object` (the undergoer, in active and passive), `indirect`,
`prep:in`, `prep:on`, ... (nominals with that preposition), `possessor` ("the army's attack"), `modifier` (nouns and
adjectives before a noun: "rebel attack", "market blast"). Passives, control, relative and reduced relative clauses,
coordination of predicates and of arguments, and light verbs are solved here once.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from spacy.tokens import Doc, Token

from conflictwire.resources import Resources

__all__ = ["Frame", "Roles", "normal"]

SUBJECT = frozenset({"nsubj", "csubj", "nsubj:outer"})
PASSIVE_SUBJECT = frozenset({"nsubj:pass", "csubj:pass"})
OBJECT = frozenset({"obj"})
INDIRECT = frozenset({"iobj"})
OBLIQUE = frozenset({"obl", "obl:agent", "obl:unmarked", "obl:tmod", "obl:npmod", "nmod", "nmod:unmarked", "nmod:desc"})
MODIFIER = frozenset({"compound", "amod", "nmod:desc", "nmod:unmarked"})
FLAT = frozenset({"flat", "flat:name", "fixed", "goeswith"})
RELATIVE = frozenset({"acl:relcl", "advcl:relcl"})
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
SHORTEST_PLURAL = 4
PLURALS = (("ies", "y"), ("sses", "ss"), ("shes", "sh"), ("ches", "ch"), ("ss", "ss"), ("s", ""))
SPEAKERS = frozenset({"they", "it", "he", "she", "we", "i"})


def normal(token: Token) -> str:
    """Lower-cased lemma, or the lower-cased form where the pipeline gives no lemma.

    A plural that the pipeline takes for a name ("Riots broke out", "STONES") keeps its ending as lemma; it is cut here.
    """
    lemma = str(token.lemma_ or token.text).lower()
    if (
        token.pos_ == "PROPN"
        and token.tag_ in ("NNS", "NNPS")
        and lemma == token.lower_
        and len(lemma) > SHORTEST_PLURAL
    ):
        for ending, singular in PLURALS:
            if lemma.endswith(ending):
                return lemma.removesuffix(ending) + singular
    return lemma


def _is_relative(token: Token) -> bool:
    return token.tag_ in ("WDT", "WP", "WP$") or token.lower_ in ("that", "which", "who", "whom")


@dataclass(frozen=True, slots=True)
class Frame:
    """The arguments of one predicate: role -> head tokens, coordination spelled out, in text order."""

    head: Token
    passive: bool
    roles: dict[str, tuple[Token, ...]]


@lru_cache(maxsize=8)
def _word_classes(resources: Resources) -> tuple[dict[str, str], frozenset[str]]:
    return resources.lexicon("light_verbs"), frozenset(resources.lexicon("quantifier_nouns"))


class Roles:
    """Frames of the predicates of one document, worked out on demand and kept."""

    def __init__(self, doc: Doc, resources: Resources) -> None:
        self._doc = doc
        self._classes, self._quantifiers = _word_classes(resources)
        self._frames: dict[int, Frame] = {}
        self._open: set[int] = set()

    def frame(self, head: Token) -> Frame:
        """The frame of a verb or noun."""
        known = self._frames.get(head.i)
        if known is not None:
            return known
        if head.i in self._open or len(self._open) > MAX_CLIMB:
            return Frame(head, passive=False, roles={})
        self._open.add(head.i)
        try:
            frame = self._verb_frame(head) if self.is_verbal(head) else self._noun_frame(head)
        finally:
            self._open.discard(head.i)
        self._frames[head.i] = frame
        return frame

    # -- relations between tokens --------------------------------------------------------------------------------

    def is_verbal(self, token: Token) -> bool:
        """A verb, or an adjective or participle used as a clause ("were dead")."""
        return token.pos_ in ("VERB", "AUX") or (
            token.pos_ == "ADJ" and any(child.dep_ in ("cop", "nsubj", "nsubj:pass") for child in token.children)
        )

    def is_argument(self, token: Token) -> bool:
        """The token stands where a noun does: subject, object or after a preposition, whatever the tagger says."""
        return token.dep_ in SUBJECT | PASSIVE_SUBJECT | OBJECT | OBLIQUE

    def preposition(self, token: Token) -> str:
        """The preposition of a nominal, in lower case, parts joined by a space ("according to"); "" for none."""
        for child in token.children:
            if child.dep_ == "case" and child.i < token.i:
                parts = [child, *(c for c in child.children if c.dep_ == "fixed")]
                return " ".join(part.lower_ for part in sorted(parts, key=lambda t: t.i))
        return ""

    def particle(self, verb: Token) -> Token | None:
        """The particle of a phrasal verb ("up" in "blew up")."""
        return next((c for c in verb.children if c.dep_ == "compound:prt"), None)

    def conjuncts(self, token: Token) -> tuple[Token, ...]:
        """The token and what is coordinated after it."""
        out = [token]
        for child in token.children:
            if child.dep_ == "conj" and (
                child.pos_ in ("NOUN", "PROPN", "PRON", "NUM", "ADJ") or token.pos_ == child.pos_
            ):
                out.extend(self.conjuncts(child))
        return tuple(out)

    def appositions(self, token: Token) -> tuple[Token, ...]:
        """Nouns in apposition to a noun."""
        return tuple(child for child in token.children if child.dep_ == "appos")

    def climb(self, token: Token) -> Iterator[Token]:
        """The token's governors, nearest first."""
        for _ in range(MAX_CLIMB):
            if token.head.i == token.i:
                return
            token = token.head
            yield token

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

    def infinitive(self, token: Token) -> bool:
        """The predicate is marked by "to"."""
        return any(c.dep_ in ("mark", "aux") and c.lower_ == "to" for c in token.children)

    def marker(self, token: Token) -> str:
        """The subordinating word of a clause ("if", "after", "when"), or ""."""
        return next(
            (c.lower_ for c in token.children if c.dep_ == "mark" or (c.dep_ == "advmod" and c.tag_ == "WRB")), ""
        )

    def auxiliaries(self, token: Token) -> tuple[str, ...]:
        """Lower-cased auxiliaries of a predicate."""
        return tuple(c.lower_ for c in token.children if c.dep_ in ("aux", "aux:pass", "cop"))

    def negated(self, token: Token) -> bool:
        """The predicate or noun carries "not", "no", "never" or "without"."""
        for child in token.children:
            if child.dep_ in ("advmod", "det", "neg", "case", "aux") and child.lower_ in (
                "not",
                "n't",
                "n’t",
                "never",
                "no",
                "without",
                "neither",
            ):
                return True
        return False

    def reported_by_parataxis(self, token: Token) -> tuple[Token, ...]:
        """Verbs beside a clause that may report it ("..., the ministry said")."""
        return tuple(
            c for c in token.children if c.dep_ in ("parataxis", "ccomp", "advcl", "conj") and self.is_verbal(c)
        )

    def has_complement(self, verb: Token, *, besides: Token) -> bool:
        """The verb has an object or content clause of its own, other than `besides`."""
        return any(c.dep_ in ("ccomp", "obj") and c.i != besides.i and c.tag_ != "VBG" for c in verb.children)

    def phrase(self, token: Token) -> tuple[int, int]:
        """First and last token + 1 of the plain noun phrase around a noun: modifiers before it, name parts after it."""
        start = end = token.i
        for child in token.children:
            if child.dep_ not in INSIDE_PHRASE:
                continue
            if child.i < token.i and child.dep_ not in ("punct", "case"):
                start = min(start, child.left_edge.i)
            elif child.dep_ in FLAT:
                end = max(end, child.right_edge.i)
        return start, end + 1

    # -- frames ---------------------------------------------------------------------------------------------------

    def _verb_frame(self, verb: Token) -> Frame:
        roles: dict[str, list[Token]] = {}
        passive = any(c.dep_ in PASSIVE_SUBJECT or c.dep_ == "aux:pass" for c in verb.children)
        if verb.tag_ == "VBN" and verb.dep_ in ("acl", "acl:relcl") and not self._has(verb, SUBJECT | OBJECT):
            passive = True
        if verb.dep_ == "conj" and verb.tag_ == "VBN" and not self._has(verb, SUBJECT | OBJECT):
            passive = passive or self.frame(verb.head).passive
        # a headline drops its auxiliary: "Five killed in blast"
        if (
            verb.tag_ == "VBN"
            and not self.auxiliaries(verb)
            and not self._has(verb, OBJECT)
            and self._has(verb, SUBJECT)
        ):
            passive = True
        for child in verb.children:
            if child.dep_ in SUBJECT and not self._stray_subject(verb, child):
                self._add(roles, "object" if passive else "subject", child)
            elif child.dep_ in PASSIVE_SUBJECT | OBJECT:
                self._add(roles, "object", child)
            elif child.dep_ in INDIRECT:
                self._add(roles, "indirect", child)
            elif child.dep_ in OBLIQUE:
                self._add_oblique(roles, child, agent=passive or child.dep_ == "obl:agent")
        self._inherit(verb, roles, passive=passive)
        self._resolve_speaker(verb, roles, passive=passive)
        return Frame(
            verb, passive, {role: tuple(sorted(set(found), key=lambda t: t.i)) for role, found in roles.items()}
        )

    @staticmethod
    def _stray_subject(verb: Token, subject: Token) -> bool:
        """A subject after its verb that belongs to the reporting verb behind it ("..., killing nine, police said")."""
        if subject.i < verb.i:
            return False
        following = subject.i + 1
        if following < len(subject.doc) and subject.doc[following].tag_ in ("VBD", "VBZ", "VBP"):
            return True
        return any(c.dep_ in SUBJECT and c.i < verb.i for c in verb.children)

    def _resolve_speaker(self, verb: Token, roles: dict[str, list[Token]], *, passive: bool) -> None:
        """Reads "the rebels said they had taken the town": the pronoun is the speaker."""
        role = "object" if passive else "subject"
        pronouns = roles.get(role, [])
        if verb.dep_ != "ccomp" or not pronouns or any(t.pos_ != "PRON" or t.lower_ not in SPEAKERS for t in pronouns):
            return
        speakers = self.frame(verb.head).roles.get("subject", ()) if self.is_verbal(verb.head) else ()
        if speakers and all(t.pos_ != "PRON" for t in speakers):
            roles[role] = list(speakers)

    def _noun_frame(self, noun: Token) -> Frame:
        roles: dict[str, list[Token]] = {}
        for child in noun.children:
            if child.dep_ == "nmod:poss":
                self._add(roles, "possessor", child)
            elif child.dep_ in MODIFIER and child.i < noun.i and not self.preposition(child):
                for modifier in (child, *(c for c in child.children if c.dep_ in MODIFIER)):
                    self._add(roles, "modifier", modifier)
            elif child.dep_ in OBLIQUE:
                self._add_oblique(roles, child, agent=True)
            elif child.dep_ in RELATIVE or child.dep_ == "acl":
                self._from_governing_verb(noun, child, roles, relative=True)
        if noun.dep_ == "conj":
            shared = {r: list(f) for r, f in self.frame(noun.head).roles.items() if r != "modifier"}
            roles = {**shared, **roles}
        governor = noun.head
        if governor.i != noun.i and self.is_verbal(governor):
            self._from_governing_verb(noun, governor, roles, relative=False)
        elif noun.dep_ in OBLIQUE and self.preposition(noun) == "of" and normal(governor) in self._quantifiers:
            for role, found in self.frame(governor).roles.items():
                if role not in ("prep:of", "modifier"):
                    roles.setdefault(role, list(found))
        return Frame(noun, passive=False, roles={r: tuple(sorted(set(f), key=lambda t: t.i)) for r, f in roles.items()})

    def _from_governing_verb(self, noun: Token, verb: Token, roles: dict[str, list[Token]], *, relative: bool) -> None:
        """Arguments that an event noun gets from its verb: light verbs, "came under attack", "the strike hit a bus"."""
        frame = self.frame(verb)
        particle = self.particle(verb)
        lemma = f"{normal(verb)} {particle.lower_}" if particle is not None else normal(verb)
        kind = self._classes.get(lemma)
        as_object = noun in frame.roles.get("object", ())
        as_subject = noun in frame.roles.get("subject", ())
        if kind == "do" and (as_object or relative):
            self._share(roles, frame, {"subject": "subject"})
        elif kind == "undergo" and (
            as_object or any(noun in f for r, f in frame.roles.items() if r.startswith("prep:"))
        ):
            self._share(roles, frame, {"subject": "object"})
        elif kind == "impact" and (as_subject or relative):
            self._share(roles, frame, {"object": "object"})
        elif kind not in ("happen", "do") and not as_subject:
            return
        for role, found in frame.roles.items():
            if role.startswith("prep:") and noun not in found and role not in roles:
                roles[role] = list(found)

    @staticmethod
    def _share(roles: dict[str, list[Token]], frame: Frame, names: dict[str, str]) -> None:
        for theirs, ours in names.items():
            if ours not in roles and frame.roles.get(theirs):
                roles[ours] = [t for t in frame.roles[theirs] if t.i != frame.head.i]

    def _add(self, roles: dict[str, list[Token]], role: str, token: Token) -> None:
        roles.setdefault(role, []).extend(self.conjuncts(token))

    def _add_oblique(self, roles: dict[str, list[Token]], token: Token, *, agent: bool) -> None:
        preposition = self.preposition(token)
        if preposition == "by" and agent and token.ent_type_ not in ("DATE", "TIME"):
            self._add(roles, "subject", token)
        self._add(roles, f"prep:{preposition}" if preposition else "bare", token)
        # "members of X in Y": a place often hangs on the inner noun, one step down is enough
        for child in token.children:
            if child.dep_ in OBLIQUE and agent and self.preposition(child) == "by":
                roles.setdefault("subject", []).extend(self.conjuncts(child))
            if child.dep_ in OBLIQUE and self.preposition(child) in ("in", "near", "at", "outside", "from"):
                roles.setdefault(f"prep:{self.preposition(child)}", []).extend(self.conjuncts(child))

    @staticmethod
    def _has(token: Token, labels: frozenset[str]) -> bool:
        return any(child.dep_ in labels for child in token.children)

    def _inherit(self, verb: Token, roles: dict[str, list[Token]], *, passive: bool) -> None:
        """Arguments that stand outside the clause: relative clauses, coordination, control."""
        governor = verb.head
        if verb.dep_ in RELATIVE:
            self._resolve_relative(governor, roles, passive=passive)
        elif verb.dep_ == "acl":
            role = "object" if passive else "subject"
            roles.setdefault(role, list(self.conjuncts(governor)))
        elif verb.dep_ == "conj" and governor.i != verb.i and self.is_verbal(governor):
            other = self.frame(governor)
            missing = "object" if passive else "subject"
            source = "object" if other.passive else "subject"
            if missing not in roles and other.roles.get(source):
                roles[missing] = list(other.roles[source])
            if passive and other.passive and "subject" not in roles and other.roles.get("subject"):
                roles["subject"] = list(other.roles["subject"])
        elif (
            verb.dep_ in ("xcomp", "advcl")
            and self.is_verbal(governor)
            and not self._has(verb, SUBJECT | PASSIVE_SUBJECT)
        ):
            self._take_controller(verb, roles, passive=passive)
        if not passive and "object" not in roles:
            for child in verb.children:
                if child.dep_ == "conj" and child.pos_ == "VERB" and self._has(child, OBJECT) and child.i - verb.i <= 3:
                    roles["object"] = [t for o in child.children if o.dep_ in OBJECT for t in self.conjuncts(o)]

    def _take_controller(self, verb: Token, roles: dict[str, list[Token]], *, passive: bool) -> None:
        """The subject of an infinitive or participle: the governor's object ("ordered troops to") or subject."""
        other = self.frame(verb.head)
        by_object = other.passive or (verb.dep_ == "xcomp" and bool(other.roles.get("object")))
        controller = other.roles.get("object" if by_object else "subject")
        if controller:
            roles.setdefault("object" if passive else "subject", list(controller))

    @staticmethod
    def _resolve_relative(antecedent: Token, roles: dict[str, list[Token]], *, passive: bool) -> None:
        for role, found in roles.items():
            if any(_is_relative(t) for t in found):
                roles[role] = [antecedent if _is_relative(t) else t for t in found]
                return
        role = "object" if passive or "subject" in roles else "subject"
        roles.setdefault(role, [antecedent])

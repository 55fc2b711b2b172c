"""Who does what to whom around a predicate. With `syntax` the only module that reads dependency labels.

A rule names roles, never labels. Roles of a predicate:
`subject` (the doer, in active and passive), `object` (the undergoer, in active and passive), `indirect`,
`prep:in`, `prep:on`, ... (nominals with that preposition), `possessor` ("the army's attack"), `modifier` (nouns and
adjectives before a noun: "rebel attack", "market blast"). Passives, control, relative and reduced relative clauses,
coordination of predicates and of arguments, and light verbs are solved here once.
"""

from dataclasses import dataclass

from spacy.tokens import Doc, Token

from conflictwire.entities.words import children_of, normal
from conflictwire.events.role_words import frame_words
from conflictwire.events.syntax import (
    INDIRECT,
    MODIFIER,
    NAMING,
    OBJECT,
    OBLIQUE,
    PASSIVE_SUBJECT,
    RELATIVE,
    SUBJECT,
    Syntax,
    word_set,
)
from conflictwire.resources import Resources

__all__ = ["Frame", "Roles", "normal"]

# kinds of light verbs whose subject does an event noun in this role
SHARING = {"with": "prep:with", "partake": "prep:in"}
NAMED = ("NORP", "ORG", "GPE")
MAX_OPEN = 12
# tokens between a noun and the verb whose subject its possessive pronoun may mean
MAX_REACH = 12


@dataclass(frozen=True, slots=True)
class Frame:
    """The arguments of one predicate: role -> head tokens, coordination spelled out, in text order."""

    head: Token
    passive: bool
    roles: dict[str, tuple[Token, ...]]


class Roles(Syntax):
    """Frames of the predicates of one document, worked out on demand and kept."""

    def __init__(self, doc: Doc, resources: Resources) -> None:
        super().__init__(resources)
        self._doc = doc
        self._words = frame_words(resources)
        self.adjacent = word_set(resources, "adjacent_words")
        self.venues = word_set(resources, "venue_nouns")
        self._frames: dict[int, Frame] = {}
        self._open: set[int] = set()

    def frame(self, head: Token) -> Frame:
        """The frame of a verb or noun."""
        known = self._frames.get(head.i)
        if known is not None:
            return known
        if head.i in self._open or len(self._open) > MAX_OPEN:
            return Frame(head, passive=False, roles={})
        self._open.add(head.i)
        try:
            frame = self._verb_frame(head) if self.is_verbal(head) else self._noun_frame(head)
        finally:
            self._open.discard(head.i)
        self._frames[head.i] = frame
        return frame

    # -- frames ---------------------------------------------------------------------------------------------------

    def _verb_frame(self, verb: Token) -> Frame:
        roles: dict[str, list[Token]] = {}
        passive = self._is_passive(verb)
        for child in children_of(verb):
            if child.dep_ in SUBJECT and not self.stray_subject(verb, child):
                self._add(roles, "object" if passive else "subject", child)
            elif child.dep_ in PASSIVE_SUBJECT | OBJECT and not self.is_state(child):
                self._add(roles, "object", child)
                self._add_motion(roles, child)
            elif child.dep_ in INDIRECT:
                self._add(roles, "indirect", child)
            elif not passive and child.i > verb.i and self.is_range(child) and not self.has_object(verb):
                self._add(roles, "object", child)
            elif child.dep_ in OBLIQUE:
                self._add_oblique(roles, child, agent=passive or child.dep_ == "obl:agent")
                if self.is_company(child) and (passive or self.has_object(verb)):
                    self._add(roles, "object", child)
            elif child.dep_ == "advmod":  # "drove them out of the town"
                for inner in children_of(child):
                    if inner.dep_ in OBLIQUE:
                        self._add_oblique(roles, inner, agent=False)
        self._inherit(verb, roles, passive=passive)
        if not passive:
            self._resolve_speaker(verb, roles)
        return Frame(
            verb, passive, {role: tuple(sorted(set(found), key=lambda t: t.i)) for role, found in roles.items()}
        )

    def _is_passive(self, verb: Token) -> bool:
        """The verb's subject suffers; a participle without subject or object is passive like what it hangs on."""
        if any(c.dep_ in PASSIVE_SUBJECT or c.dep_ == "aux:pass" for c in children_of(verb)):
            return True
        if verb.tag_ != "VBN" or self.has_object(verb):
            return False
        if not self._has(verb, SUBJECT):
            bare = verb.dep_ == "xcomp" and not self.auxiliaries(verb)  # "was found shot dead"
            behind = verb.dep_ in ("acl", "acl:relcl") and normal(verb) not in self._words.unpassive
            return bare or behind or (verb.dep_ == "conj" and self.frame(verb.head).passive)
        # a headline drops its auxiliary: "Five killed in blast"
        return not self.auxiliaries(verb) and normal(verb) not in self._words.intransitive

    def _resolve_speaker(self, verb: Token, roles: dict[str, list[Token]]) -> None:
        """Reads "the rebels said they had taken the town": the pronoun is the speaker."""
        pronouns = roles.get("subject", []) if verb.dep_ == "ccomp" else []
        if not pronouns or any(t.pos_ != "PRON" or t.lower_ not in self._words.pronouns for t in pronouns):
            return
        told = self.frame(verb.head).roles.get("subject", ()) if self.is_verbal(verb.head) else ()
        speakers = tuple(t for t in told if t.i < pronouns[0].i)
        if speakers and all(t.pos_ != "PRON" for t in speakers):
            roles["subject"] = list(speakers)

    def _noun_frame(self, noun: Token) -> Frame:
        roles: dict[str, list[Token]] = {}
        for child in children_of(noun):
            self._add_dependent(noun, child, roles)
        self._add_behind_quote(noun, roles)
        if noun.dep_ == "conj":
            shared = {r: list(f) for r, f in self.frame(noun.head).roles.items() if r != "modifier"}
            roles = {**shared, **roles}
        self._add_governors(noun, noun.head, roles)
        return Frame(noun, passive=False, roles={r: tuple(sorted(set(f), key=lambda t: t.i)) for r, f in roles.items()})

    def _add_dependent(self, noun: Token, child: Token, roles: dict[str, list[Token]]) -> None:
        """What hangs on an event noun: possessor, modifiers, prepositional phrases, relative clauses."""
        if child.dep_ == "nmod:poss":
            for possessor in self._owner(noun, child):
                self._add(roles, "possessor", possessor)
        elif child.dep_ in MODIFIER and child.i < noun.i and (noun.tag_ == "VBG" or not self.preposition(child)):
            for modifier in (child, *(c for c in children_of(child) if c.dep_ in MODIFIER)):
                self._add(roles, "modifier", modifier)
        elif child.dep_ in OBLIQUE:
            self._add_oblique(roles, child, agent=True)
            for inner in children_of(child):
                if self.is_whose(child, inner):
                    self._add(roles, "prep:of", inner)
                if inner.dep_ in RELATIVE and self._words.light.get(normal(inner)) == "do":
                    self._from_governing_verb(noun, inner, roles, relative=True)
        elif child.dep_ in RELATIVE or child.dep_ == "acl":
            self._from_governing_verb(noun, child, roles, relative=True)

    def _add_behind_quote(self, noun: Token, roles: dict[str, list[Token]]) -> None:
        """The phrase that the end of a quotation parts from its noun (said to carry out "air strikes" on the town)."""
        behind = self._doc[noun.i + 1 : noun.i + 3]
        if len(behind) < 2 or not behind[0].is_quote or behind[1].dep_ != "case":
            return
        nominal = behind[1].head
        if nominal.i > noun.i and nominal.dep_ in OBLIQUE and nominal.head.i != noun.i:
            self._add_oblique(roles, nominal, agent=True)

    def _add_governors(self, noun: Token, governor: Token, roles: dict[str, list[Token]]) -> None:
        """What an event noun gets from the verb or noun above it."""
        if governor.i == noun.i:
            return
        if self.is_verbal(governor):
            self._from_governing_verb(noun, governor, roles, relative=False)
            self._blamed(noun, governor, roles)
            claimed = [t for t in self.frame(governor).roles.get("object", ()) if normal(t) in self._words.claims]
            if claimed and claimed[0].i < noun.i:
                self._from_claim(noun, claimed[0], roles)
        elif normal(governor) in self._words.culprits and noun.dep_ in OBLIQUE:
            roles.setdefault("subject", [t for doer in self.named_by(governor) for t in self.conjuncts(doer)])
        elif normal(governor) in self._words.claims:
            self._from_claim(noun, governor, roles)
        elif noun.dep_ in OBLIQUE and self.preposition(noun) == "of" and normal(governor) in self._words.quantifiers:
            for role, found in self.frame(governor).roles.items():
                if role not in ("prep:of", "modifier"):
                    roles.setdefault(role, list(found))

    def _owner(self, noun: Token, possessor: Token) -> tuple[Token, ...]:
        """The possessor; a pronoun is the subject of the clause ("the rebels continued their attack")."""
        clause = self.clause(noun)
        if possessor.pos_ != "PRON" or not self.is_verbal(clause) or clause.i < noun.i - MAX_REACH:
            return (possessor,)
        subjects = self.frame(clause).roles.get("subject", ())
        return tuple(t for t in subjects if t.i < noun.i and t.pos_ != "PRON") or (possessor,)

    def _from_governing_verb(self, noun: Token, verb: Token, roles: dict[str, list[Token]], *, relative: bool) -> None:
        """Arguments that an event noun gets from its verb: light verbs, "came under attack", "the strike hit a bus"."""
        frame = self.frame(verb)
        particle = self.particle(verb)
        lemma = f"{normal(verb)} {particle.lower_}" if particle is not None else normal(verb)
        kind = self._words.light.get(lemma)
        as_object = noun in frame.roles.get("object", ())
        as_subject = noun in frame.roles.get("subject", ())
        if kind == "phase":
            kind = "do" if as_object and not self._has_doer(noun) else "happen"
        beside = frame.roles.get(SHARING.get(kind or "", ""), ())
        if (kind == "do" and (as_object or relative)) or noun in beside:
            self._share(roles, frame, {"subject": "subject"})
        elif kind == "implicate" and noun in frame.roles.get("prep:in", ()):
            if frame.passive or verb.pos_ == "ADJ":
                self._share(roles, frame, {"object" if frame.passive else "subject": "subject"})
        elif kind == "engage" and noun in frame.roles.get("prep:in", ()):
            if not frame.passive:
                self._share(roles, frame, {"subject": "subject", "object": "object"})
            elif "prep:with" in roles or "prep:with" in frame.roles:
                self._share(roles, frame, {"object": "subject"})
        elif kind == "undergo" and (
            as_object or any(noun in f for r, f in frame.roles.items() if r.startswith("prep:"))
        ):
            self._share(roles, frame, {"subject": "object", "prep:from": "subject"})
        elif kind == "impact" and (as_subject or relative):
            self._share(roles, frame, {"object": "object"})
            more = [v for v in self.joined_verbs(verb) if self._words.light.get(normal(v)) == "impact"]
            roles.setdefault("object", []).extend(t for v in more for t in self.frame(v).roles.get("object", ()))
        elif kind not in ("happen", "do", "engage", "implicate", "with") and not as_subject:
            return
        for role, found in frame.roles.items():
            if role.startswith("prep:") and noun not in found and role not in roles:
                roles[role] = list(found)

    def _blamed(self, noun: Token, verb: Token, roles: dict[str, list[Token]]) -> None:
        """Reads "blamed the raid on rebels": whoever stands after "on" did it."""
        if self._words.light.get(normal(verb)) == "blame" and noun in self.frame(verb).roles.get("object", ()):
            found = roles.pop("prep:on", None) or list(self.frame(verb).roles.get("prep:on", ()))
            roles.setdefault("subject", found)

    def _has_doer(self, noun: Token) -> bool:
        """The noun says itself whose deed it is ("stop militia attacks")."""
        before = [c for c in children_of(noun) if c.dep_ in MODIFIER and c.i < noun.i]
        return any(c.lower_ in self._words.hostile or c.ent_type_ in NAMED for c in before)

    def _from_claim(self, noun: Token, governor: Token, roles: dict[str, list[Token]]) -> None:
        """The doer named by a claim: "the group claimed responsibility for the attack"."""
        verb = governor.head
        if "subject" in roles or not self.is_verbal(verb) or governor not in self.frame(verb).roles.get("object", ()):
            return
        if not self.negated(verb) and self.preposition(noun) == "for":
            self._share(roles, self.frame(verb), {"subject": "subject"})
            roles["subject"] = [self._represented(t) for t in roles.get("subject", ())]

    def _represented(self, speaker: Token) -> Token:
        """Whom somebody speaks for ("a spokesman for the ELN"), else himself."""
        spoken = (c for c in children_of(speaker) if c.dep_ in OBLIQUE and self.preposition(c) == "for")
        return next(spoken, speaker)

    @staticmethod
    def _share(roles: dict[str, list[Token]], frame: Frame, names: dict[str, str]) -> None:
        for theirs, ours in names.items():
            if ours not in roles and frame.roles.get(theirs):
                roles[ours] = [t for t in frame.roles[theirs] if t.i != frame.head.i]

    def _add(self, roles: dict[str, list[Token]], role: str, token: Token) -> None:
        for filler in self.conjuncts(token):
            roles.setdefault(role, []).extend(self._whole(filler))

    def group_of(self, token: Token) -> Token | None:
        """The group that a noun counts members of ("450 members of the militia"), None for other nouns."""
        if normal(token) not in self._words.members:
            return None
        return next((c for c in children_of(token) if c.dep_ in OBLIQUE and self.preposition(c) == "of"), None)

    def counted(self, number: Token) -> Token | None:
        """Whom a numeral counts some of ("seven of her bodyguards"), None for another word."""
        if number.pos_ != "NUM":
            return None
        nouns = (c for c in children_of(number) if c.dep_ in OBLIQUE and c.pos_ != "PRON")
        return next((noun for noun in nouns if self.preposition(noun) == "of"), None)

    def _add_motion(self, roles: dict[str, list[Token]], token: Token) -> None:
        """Where to or from the object is moved, which often hangs on it ("drove the rebels out of the town")."""
        for child in (c for noun in self.with_name(token) for c in children_of(noun)):
            preposition = self.preposition(child) if child.dep_ in OBLIQUE else ""
            if preposition in self._words.motions:
                self._add(roles, f"prep:{preposition}", child)

    def _whole(self, token: Token) -> tuple[Token, ...]:
        """What a noun of a part or a kind stands for ("part of the stronghold", "the militia X"); else the token."""
        if normal(token) in self._words.groups:
            named = [c for c in children_of(token) if c.dep_ in NAMING and c.left_edge.i == token.i + 1]
            named = [c for c in named if not c.left_edge.is_punct]
            listed = [t for c in named for t in (c, *self.appositions(c))]
            return tuple(t for c in listed for t in self.conjuncts(c)) or (token,)
        if normal(token) not in self._words.partitives:
            return (token,)
        inner = [c for c in children_of(token) if c.dep_ in OBLIQUE and self.preposition(c) == "of"]
        return tuple(t for c in inner for t in self.conjuncts(c)) or (token,)

    def _add_oblique(self, roles: dict[str, list[Token]], token: Token, *, agent: bool) -> None:
        preposition = self.preposition(token)
        if preposition == "between":
            self._add_second_side(roles, token)
        if preposition == "by" and agent and token.ent_type_ not in ("DATE", "TIME"):
            self._add(roles, "subject", token)
        self._add(roles, f"prep:{preposition}" if preposition else "bare", token)
        # "members of X in Y": a place often hangs on the inner noun, one step down is enough
        cause = preposition == "against" and normal(token.head) in self._words.protests
        for child in children_of(token):
            if child.dep_ in OBLIQUE and agent and self.preposition(child) == "by" and not cause:
                roles.setdefault("subject", []).extend(self.conjuncts(child))
            moved = agent and preposition == "of" and self.preposition(child) in self._words.motions
            if child.dep_ in OBLIQUE and (moved or self.preposition(child) in self._words.sites):
                roles.setdefault(f"prep:{self.preposition(child)}", []).extend(self.conjuncts(child))

    def _add_second_side(self, roles: dict[str, list[Token]], first: Token) -> None:
        """The other of two sides, hung too low ("between members of the militia and fighters of the front")."""
        if len(self.conjuncts(first)) == 1:
            inner = [c for c in children_of(first) if c.dep_ in OBLIQUE and self.preposition(c) == "of"]
            others = [t for c in inner for t in self.conjuncts(c)[1:] if self.determined(t) or self._has_part(t)]
            roles.setdefault("prep:between", []).extend(others)

    def _has_part(self, noun: Token) -> bool:
        """The noun has an "of" of its own ("fighters of the front")."""
        return any(c.dep_ in OBLIQUE and self.preposition(c) == "of" for c in children_of(noun))

    @staticmethod
    def _has(token: Token, labels: frozenset[str]) -> bool:
        return any(child.dep_ in labels for child in children_of(token))

    def _inherit(self, verb: Token, roles: dict[str, list[Token]], *, passive: bool) -> None:
        """Arguments that stand outside the clause: relative clauses, coordination, control."""
        governor = verb.head
        if verb.dep_ in RELATIVE:
            self._resolve_relative(governor, roles, passive=passive)
        elif verb.dep_ == "acl":
            role = "object" if passive else "subject"
            if self.infinitive(verb) and not passive:
                self._share(roles, self.frame(governor), {"subject": role, "possessor": role})
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
        elif verb.dep_ in ("ccomp", "parataxis") and not self._has(verb, SUBJECT | PASSIVE_SUBJECT):
            stray = self._stray_doer(verb)
            if stray is not None:
                roles.setdefault("object" if passive else "subject", list(self.conjuncts(stray)))
        if not passive and "object" not in roles:
            for child in children_of(verb):
                if child.dep_ == "conj" and child.pos_ == "VERB" and self._has(child, OBJECT) and child.i - verb.i <= 3:
                    roles["object"] = [t for o in children_of(child) if o.dep_ in OBJECT for t in self.conjuncts(o)]

    def _take_controller(self, verb: Token, roles: dict[str, list[Token]], *, passive: bool) -> None:
        """The subject of an infinitive or participle: the governor's object ("ordered troops to") or subject."""
        stray = self._stray_doer(verb)
        if stray is not None:
            roles.setdefault("object" if passive else "subject", list(self.conjuncts(stray)))
            return
        other = self.frame(verb.head)
        gerund = verb.tag_ == "VBG" and self.marker(verb) in self._words.gerunds
        by_object = other.passive or ((verb.dep_ == "xcomp" or gerund) and bool(other.roles.get("object")))
        if normal(verb.head) in self._words.users:
            by_object = False
        controller = other.roles.get("object" if by_object else "subject")
        if controller:
            roles.setdefault("object" if passive else "subject", list(controller))

    def _stray_doer(self, verb: Token) -> Token | None:
        """The subject of a clause that the parser took for an oblique: "killed after [police] opened fire"."""
        if verb.tag_ not in ("VBD", "VBP", "VBZ"):
            return None
        start = min((c.left_edge.i for c in children_of(verb) if c.i < verb.i), default=verb.i)
        for sibling in children_of(verb.head):
            if sibling.dep_ in OBLIQUE and sibling.i < verb.i and sibling.right_edge.i + 1 == start:
                return sibling if self.preposition(sibling) in self._words.subordinators else None
        if verb.dep_ == "ccomp" and any(c.dep_ == "xcomp" and c.i < verb.i for c in children_of(verb.head)):
            # "fighters believed to belong to the group attacked a village": the first verb describes the doer
            return next((c for c in children_of(verb.head) if c.dep_ in SUBJECT), None)
        return None

    def _resolve_relative(self, antecedent: Token, roles: dict[str, list[Token]], *, passive: bool) -> None:
        for role, found in roles.items():
            if any(self._relative(t) for t in found):
                roles[role] = [antecedent if self._relative(t) else t for t in found]
                return
        role = "object" if passive or "subject" in roles else "subject"
        roles.setdefault(role, [antecedent])

    def _relative(self, token: Token) -> bool:
        return token.tag_ in ("WDT", "WP", "WP$") or token.lower_ in self._words.relatives

"""Dependency schemes of parsers: Universal Dependencies as it is, the ClearNLP scheme rewritten into it.

Everything behind the parser reads Universal Dependencies. The parsers of `en_core_web_*` give the scheme of ClearNLP
(`dobj`, `nsubjpass`, `prep` over `pobj`, `agent`, `attr` under a copula that heads the clause). `to_universal` turns
such a tree round once, right after parsing, so that no rule needs to know of it.
"""

from collections.abc import Collection
from enum import StrEnum

from spacy.tokens import Doc, Span

from conflictwire.errors import PipelineError

__all__ = ["Scheme", "scheme_of", "to_universal"]


class Scheme(StrEnum):
    """A label scheme that the rules can stand on."""

    UNIVERSAL = "Universal Dependencies"
    CLEARNLP = "ClearNLP"


KEY_LABELS = {
    Scheme.UNIVERSAL: frozenset({"nsubj", "nsubj:pass", "obj", "obl", "nmod"}),
    Scheme.CLEARNLP: frozenset({"nsubj", "nsubjpass", "dobj", "prep", "pobj"}),
}
# labels that keep their place in the tree; those not named are the same in both schemes
RENAMED = {
    "auxpass": "aux:pass",
    "csubjpass": "csubj:pass",
    "dative": "iobj",
    "dobj": "obj",
    "intj": "discourse",
    "meta": "dep",
    "neg": "advmod",
    "nsubjpass": "nsubj:pass",
    "oprd": "xcomp",
    "acomp": "xcomp",
    "attr": "xcomp",
    "poss": "nmod:poss",
    "preconj": "cc:preconj",
    "predet": "det:predet",
    "prt": "compound:prt",
    "agent": "dep",
    "pcomp": "dep",
    "pobj": "dep",
    "prep": "dep",
    "quantmod": "advmod",
    "relcl": "acl:relcl",
}
PREPOSITION = frozenset({"prep", "agent", "dative"})
CLAUSAL = frozenset({"VERB", "AUX"})
ADNOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "DET", "SYM"})
FUNCTION_WORD = frozenset({"ADP", "SCONJ", "PART"})
# parts of one preposition: the second hangs on the first
FIXED = frozenset(
    {("according", "to"), ("because", "of"), ("due", "to"), ("instead", "of"), ("rather", "than"), ("such", "as")}
)
# entity labels as the entity stage knows them; others (numbers, money, ...) say nothing to it
ENTITY_LABELS = {
    label: label for label in ("DATE", "FAC", "GPE", "LOC", "NORP", "ORG", "PERSON", "TIME", "WORK_OF_ART")
} | {"PER": "PERSON"}


def scheme_of(labels: Collection[str]) -> Scheme:
    """The scheme of a parser, by its labels.

    Raises:
        PipelineError: the labels belong to neither scheme; the message says what either lacks.
    """
    missing = {scheme: sorted(keys - set(labels)) for scheme, keys in KEY_LABELS.items()}
    for scheme, lacking in missing.items():
        if not lacking:
            return scheme
    lacks = "; ".join(f"{scheme} lacks {', '.join(lacking)}" for scheme, lacking in missing.items())
    msg = f"the labels of the parser fit no scheme that the rules can read: {lacks}"
    raise PipelineError(msg)


def to_universal(doc: Doc) -> Doc:
    """A copy of a document parsed in the ClearNLP scheme, with the tree of Universal Dependencies."""
    tree = _Tree(doc)
    tree.convert()
    rewritten = Doc(
        doc.vocab,
        words=[token.text for token in doc],
        spaces=[bool(token.whitespace_) for token in doc],
        tags=[token.tag_ for token in doc],
        pos=[token.pos_ for token in doc],
        morphs=[str(token.morph) for token in doc],
        lemmas=[token.lemma_ for token in doc],
        heads=tree.heads,
        deps=tree.labels,
    )
    rewritten.set_ents([span for span in (_entity(rewritten, ent) for ent in doc.ents) if span is not None])
    return rewritten


def _entity(doc: Doc, ent: Span) -> Span | None:
    """The entity in our labels and without its article ("the Taliban")."""
    start = ent.start + 1 if ent[0].tag_ == "DT" and len(ent) > 1 else ent.start
    label = ENTITY_LABELS.get(ent.label_)
    return Span(doc, start, ent.end, label=label) if label else None


class _Tree:
    """Heads and labels of one document while they are rewritten."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.pos = [token.pos_ for token in doc]
        self.words = [token.lower_ for token in doc]
        self.heads = [token.head.i for token in doc]
        self.labels = ["compound" if token.dep_ == "nmod" and token.i < token.head.i else token.dep_ for token in doc]
        self._below: list[set[int]] = [set() for _ in self.heads]
        for at, head in enumerate(self.heads):
            if head != at:
                self._below[head].add(at)

    def convert(self) -> None:
        """All steps, in the order in which they stand on each other."""
        self._name_persons()
        self._raise_objects()
        self._raise_quotations()
        for at, label in enumerate(self.labels):
            if label in PREPOSITION and self.pos[at] not in ADNOMINAL:
                self._turn_preposition(at)
        for at, label in enumerate(self.labels):
            if self.pos[at] in CLAUSAL and self.doc[at].lemma_.lower() == "be" and not label.startswith("aux"):
                self._turn_copula(at)
        self._rename()
        self._flatten_coordination()

    def children(self, at: int) -> list[int]:
        """Dependents of a token, as the tree is now, in text order."""
        return sorted(self._below[at])

    def _child(self, at: int, *labels: str) -> int | None:
        return next((c for c in self.children(at) if self.labels[c] in labels), None)

    def _attach(self, at: int, head: int, label: str | None = None) -> None:
        """Hangs a token under another (under itself: makes it a root)."""
        self._below[self.heads[at]].discard(at)
        self.heads[at] = head
        if head != at:
            self._below[head].add(at)
        if label is not None:
            self.labels[at] = label

    def _replace(self, old: int, new: int) -> None:
        """Puts a token into the place of its governor, which is left without head or dependents of its own."""
        head, label = self.heads[old], self.labels[old]
        self._attach(new, new if head == old else head, label)
        for child in self.children(old):
            self._attach(child, new)

    def _name_persons(self) -> None:
        """A personal name is headed by its first word."""
        for ent in self.doc.ents:
            first, last = ent.start, ent.end - 1
            if ENTITY_LABELS.get(ent.label_) != "PERSON" or first == last:
                continue
            if any(self.labels[at] != "compound" or not first <= self.heads[at] <= last for at in range(first, last)):
                continue
            self._replace(last, first)
            for at in range(first + 1, last + 1):
                self._attach(at, first, "flat")

    def _raise_objects(self) -> None:
        """Reads "ordered troops to leave": the troops are the object of the order."""
        for at, label in enumerate(self.labels):
            governor = self.heads[at]
            if label not in ("ccomp", "xcomp") or governor > at or self._child(at, "mark") is not None:
                continue
            subject = self._child(at, "nsubj")
            to = next((c for c in self.children(at) if self.labels[c] == "aux" and self.words[c] == "to"), None)
            if subject is not None and to is not None and governor < subject < to:
                self._attach(subject, governor, "dobj")
                self.labels[at] = "xcomp"

    def _raise_quotations(self) -> None:
        """A sentence with its reporting verb behind it ("..., residents said") is headed by what is said."""
        for at, label in enumerate(self.labels):
            saying = self.heads[at]
            if label == "ccomp" and at < saying and self._child(at, "mark") is None:
                above = self.heads[saying]
                self._attach(at, at if above == saying else above, self.labels[saying])
                self._attach(saying, at, "parataxis")

    def _turn_preposition(self, at: int) -> None:
        """Hangs a preposition under its noun or clause, and that where the preposition hung."""
        noun = self._child(at, "pobj")
        content = noun
        if noun is None:
            clauses = (c for c in self.children(at) if self.labels[c] == "pcomp" and self.pos[c] not in FUNCTION_WORD)
            content = next(clauses, None)
        if content is None:
            below = self._child(at, "prep")
            if below is None or self._child(below, "pobj", "pcomp") is None:
                self.labels[at] = "advmod"
            return
        above = self.heads[at]
        inner = at
        if self.labels[above] == "prep" and self._child(above, "pobj", "pcomp") is None:
            at = above  # "according to", "out of": one preposition in two words
        governor, label = self.heads[at], self.labels[at]
        adnominal = self.pos[governor] in ADNOMINAL
        if noun is None:
            role = "acl" if adnominal else "advcl"
        elif adnominal:
            role = "nmod"
        else:
            role = "obl:agent" if label == "agent" else "obl"
        self._attach(content, governor, role)
        self._attach(at, content, "mark" if noun is None else "case")
        if inner != at:
            self._hand_down(inner, at, content)
        for child in self.children(inner):
            self._hand_down(child, inner, content)

    def _hand_down(self, child: int, preposition: int, content: int) -> None:
        """Places a dependent of a preposition other than its noun."""
        first, second = sorted((child, preposition))
        if (self.words[first], self.words[second]) in FIXED:
            label = self.labels[preposition]
            self._attach(first, content, label)
            self._attach(second, first, "fixed")
        elif self.pos[child] in FUNCTION_WORD and self.labels[child] == "conj":
            noun = self._child(child, "pobj")
            if noun is None:
                self._attach(child, content)
            else:
                self._attach(noun, content, "conj")
                self._attach(child, noun, "case")
        elif self.labels[child] == "prep" and self._child(child, "pobj", "pcomp") is not None:
            self._attach(child, self.heads[content])
        else:
            self._attach(child, content, "case" if self.labels[child] == "prep" else None)

    def _turn_copula(self, at: int) -> None:
        """A clause is headed by what is said with "be", not by the verb."""
        children = self.children(at)
        said = self._child(at, "attr", "acomp")
        if any(self.labels[c] == "expl" and self.words[c] == "there" for c in children):
            if said is not None:
                self.labels[said] = "nsubj"
            return
        if said is None and self._child(at, "ccomp", "xcomp", "oprd") is None:
            said = next((c for c in children if self.labels[c] == "obl" and c > at), None)
        if said is None or self._child(at, "nsubj", "csubj") is None:
            return
        self._replace(at, said)
        self._attach(at, said, "cop")

    def _rename(self) -> None:
        for at, label in enumerate(self.labels):
            head = self.heads[at]
            if label == "npadvmod":
                self.labels[at] = "nmod:unmarked" if self.pos[head] in ADNOMINAL else "obl:unmarked"
            elif label == "aux" and self.words[at] == "to":
                self.labels[at] = "mark"
            else:
                self.labels[at] = RENAMED.get(label, label)

    def _flatten_coordination(self) -> None:
        """Every conjunct hangs on the first, every conjunction on the conjunct behind it."""
        for at, label in enumerate(self.labels):
            head = self.heads[at]
            if label == "conj" and self.labels[head] == "conj" and self.heads[head] < head < at:
                self._attach(at, self.heads[head])
        for at, label in enumerate(self.labels):
            head = self.heads[at]
            if label == "cc" and head < at:
                first = self.heads[head] if self.labels[head] == "conj" else head
                joined = [c for c in self.children(first) if self.labels[c] == "conj" and c > at]
                if joined:
                    self._attach(at, joined[0])

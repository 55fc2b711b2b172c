"""Headlines that the parser read as a heap of nouns ("Gunmen storm hotel"), given the tree of the clause that they are.

A headline has no final stop, and its verb stands in the present tense right behind who acts. Where a form is noun and
verb, the parser often takes the noun. Here an actor of the lexicon in front, the number that verb and actor share, and
what follows speak for the verb.
"""

from collections.abc import Iterable

from spacy.tokens import Doc, Span

from conflictwire.entities.lexicon import ActorLexicon, load_actor_lexicon, pieces
from conflictwire.resources import Resources
from conflictwire.schema import ActorKind

__all__ = ["HeadlineReader"]

_MAX_SUBJECT = 7
_MAX_LENGTH = 30
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_PLURAL_TAGS = frozenset({"NNS", "NNPS"})
_SUBJECT = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "DET"})
_PHRASE = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "DET", "PRON"})
_NOMINAL = frozenset({"NOUN", "PROPN", "NUM", "PRON", "ADJ"})
_MODIFIER = frozenset({"compound", "amod", "nummod", "det", "nmod:poss", "flat", "punct", "case", "advmod"})
_OF_NOUN = frozenset({"nmod", "acl", "acl:relcl", "appos"})
_HYPHENS = frozenset("-–/‑")
# a verb goes on with these where its object is not next: "clash with", "fire at", "shoot down"
_GO_ON = frozenset({"at", "with", "into", "down", "off", "up", "on", "against", "over"})
# the same where the word could be the subject's second part as well: "rebel attacks on the town"
_SURE = frozenset({"at", "with", "into", "down", "off", "up"})
_STOPS = frozenset(".?!…")
_SIDE_CLAUSES = frozenset({"as", "after", "when", "while", "before", "since"})
_LINKS = frozenset({",", ";", ":", "and", "but", "that", "who", "which", "-", "--", "–", "—", "say", "says"})


class HeadlineReader:
    """Puts the trees of headlines right.

    Args:
        resources: the verbs of headlines, and who acts.
    """

    def __init__(self, resources: Resources) -> None:
        self._verbs = resources.lexicon("headline_verbs")
        self._mass = frozenset(resources.lexicon("plural_actors"))
        self._lexicon = load_actor_lexicon(resources)

    def read(self, doc: Doc) -> Doc:
        """The sentence, with another tree where it is a headline whose verb the parser missed."""
        if not 2 < len(doc) <= _MAX_LENGTH or doc[-1].text[:1] in _STOPS:
            return doc
        for verb in range(1, min(_MAX_SUBJECT, len(doc) - 1)):
            if doc[verb].lower_ in self._verbs and self._is_verb(doc, verb):
                start = _subject_start(doc, verb)
                return doc if _well_read(doc, verb) else _Clause(doc, start, verb).rewritten(self._verbs)
            if doc[verb].tag_ in _FINITE:
                return doc
        return doc

    def _is_verb(self, doc: Doc, verb: int) -> bool:
        """Whether the form is the verb of the headline."""
        start = _subject_start(doc, verb)
        number = self._number(doc, start, verb) if start < verb else None
        base = self._verbs[doc[verb].lower_] == doc[verb].lower_
        if number is None or number == ("singular" if base else "plural"):
            return False
        following = doc[verb + 1]
        munition = base and following.tag_ == "NNS"  # "fire shells", but "raid kills"
        if (following.tag_ in _FINITE and not following.is_title) or (following.lower_ in self._verbs and not munition):
            return False
        opens = following.pos_ in _PHRASE or following.is_title or following.is_quote or following.text == "$"
        if not opens and following.lower_ not in (_GO_ON if base else _SURE):
            return False
        return not _another_verb(doc, verb)

    def _number(self, doc: Doc, start: int, end: int) -> str | None:
        """Number of the actor that `start:end` names ("both" where the form says neither), None for no actor."""
        head = doc[end - 1]
        words = [piece for token in doc[start:end] for piece in pieces(token.text)]
        if not words or head.text in _HYPHENS:
            return None
        if head.lower_ in self._mass:
            return "plural"
        for size in range(min(3, len(words)), 0, -1):
            key = tuple(words[-size:])
            noun = self._lexicon.nouns.entries.get(key)
            if noun is not None and (noun.person or noun.armed) and noun.kind is not ActorKind.OBJECT:
                return "plural" if head.tag_ in _PLURAL_TAGS or words[-1] in self._mass else "singular"
        return self._number_of_name(self._lexicon, words)

    @staticmethod
    def _number_of_name(lexicon: ActorLexicon, words: list[str]) -> str | None:
        for size in range(len(words), 0, -1):
            key = tuple(words[-size:])
            if key in lexicon.names.entries:
                return "both"
            if key in lexicon.peoples.entries:
                return "plural"
            if key in lexicon.countries.entries:
                return "singular"
        return None


def _subject_start(doc: Doc, verb: int) -> int:
    """Where the noun phrase right before the verb starts: at the front, or behind a colon; `verb` where it does not."""
    at = verb
    while at > 0 and (doc[at - 1].pos_ in _SUBJECT or doc[at - 1].text in _HYPHENS or doc[at - 1].tag_ == "POS"):
        at -= 1
    return at if at == 0 or doc[at - 1].text == ":" or doc[at - 1].is_quote else verb


def _another_verb(doc: Doc, verb: int) -> bool:
    """Whether a verb further on has the phrase for its subject ("rebel attack kills six")."""
    for token in doc[verb + 1 :]:
        if token.lower_ in _SIDE_CLAUSES or token.text in _LINKS or token.lower_ in _LINKS:
            return False
        if token.tag_ in _FINITE and not token.is_title:
            return True
    return False


def _well_read(doc: Doc, verb: int) -> bool:
    """Whether the parser has the verb, its subject, and what follows it as object or phrase of place."""
    token = doc[verb]
    below = {child.dep_: child.i for child in token.children}
    subject = below.get("nsubj")
    if token.pos_ != "VERB" or subject is None or subject >= verb:
        return False
    return not (doc[verb + 1].pos_ in _PHRASE or doc[verb + 1].is_title) or "obj" in below


class _Clause:
    """A headline while its tree is rewritten: subject `start:verb`, verb, object behind it."""

    def __init__(self, doc: Doc, start: int, verb: int) -> None:
        self.doc, self.start, self.verb = doc, start, verb
        self.heads = [token.head.i for token in doc]
        self.labels = [token.dep_ for token in doc]
        self.root = next((token.i for token in doc if token.head.i == token.i), verb)
        self.stop = self._object_end()
        named = [at for at in range(verb + 1, self.stop) if doc[at].pos_ in _NOMINAL or doc[at].is_title]
        self.object = named[-1] if named else None

    def _object_end(self) -> int:
        at = self.verb + 1
        doc = self.doc
        while at < len(doc) and (doc[at].pos_ in _PHRASE or doc[at].is_title or doc[at].tag_ in ("POS", "HYPH")):
            at += 1
        return at

    def rewritten(self, verbs: dict[str, str]) -> Doc:
        """The headline with the verb at its head."""
        verb = self.verb
        self._gather(range(self.start, verb), verb - 1, "nsubj")
        if self.object is not None:
            self._gather(range(verb + 1, self.stop), self.object, "obj")
        self._raise_verb()
        form = self.doc[verb].lower_
        tags = [token.tag_ for token in self.doc]
        tags[verb] = "VBP" if verbs[form] == form else "VBZ"
        return self._copy(tags, verbs[form])

    def _gather(self, span: range, head: int, label: str) -> None:
        """Hangs a phrase under its head, and that under the verb."""
        for at in span:
            inside = self.heads[at] in span and self.heads[at] != at
            if at != head and not (inside and self.heads[at] > at and self.labels[at] in _MODIFIER):
                self.heads[at] = head
                self.labels[at] = self.labels[at] if self.labels[at] in _MODIFIER else "compound"
        self.heads[head], self.labels[head] = self.verb, label

    def _raise_verb(self) -> None:
        """Makes the verb the root; what hung on words that have become parts of it goes to the verb."""
        verb, root = self.verb, self.root
        moved = range(self.start, self.stop)
        self.heads[verb], self.labels[verb] = verb, "ROOT"
        if root not in moved:
            self.heads[root] = verb
            before = self.doc[root - 1].lower_ if root else ""
            marked = any(c.lower_ in _SIDE_CLAUSES for c in self.doc[root].lefts if c.i >= self.stop)
            apart = any(c.dep_ in ("nsubj", "nsubj:pass") and self.stop <= c.i < root for c in self.doc[root].lefts)
            side = "advcl" if marked or before in _SIDE_CLAUSES else "parataxis"
            self.labels[root] = side if side == "advcl" or apart else "conj"
        for token in self.doc:
            if token.i in moved or token.i == root:
                continue
            kept = token.head.i == self.object and token.dep_ in _OF_NOUN
            if token.head.i in moved and not kept:
                self.heads[token.i] = verb
                self.labels[token.i] = "obl" if token.dep_ == "nmod" else token.dep_

    def _copy(self, tags: list[str], lemma: str) -> Doc:
        doc = self.doc
        lemmas = [token.lemma_ for token in doc]
        lemmas[self.verb] = lemma
        pos = [token.pos_ for token in doc]
        pos[self.verb] = "VERB"
        copy = Doc(
            doc.vocab,
            words=[token.text for token in doc],
            spaces=[bool(token.whitespace_) for token in doc],
            tags=tags,
            pos=pos,
            morphs=[str(token.morph) for token in doc],
            lemmas=lemmas,
            heads=self.heads,
            deps=self.labels,
        )
        copy.set_ents(_entities(copy, doc.ents))
        return copy


def _entities(doc: Doc, ents: Iterable[Span]) -> list[Span]:
    return [Span(doc, ent.start, ent.end, label=ent.label) for ent in ents]

"""The words of one parsed text as plain Python objects, made once: every stage asks for them many times."""

from functools import cached_property, lru_cache

from spacy.tokens import Doc, Span, Token

__all__ = ["PLURALS", "SPELLED", "Words", "children_of", "normal", "sentence_of", "words_of"]

SHORTEST_PLURAL = 4
PLURALS = (("ies", "y"), ("sses", "ss"), ("shes", "sh"), ("ches", "ch"), ("ss", "ss"), ("s", ""))
SPELLED = "spelled"
"""Where a `Doc` keeps its words as the pipeline read them, when that is not as the text writes them."""
_KEPT = 4
"""Texts whose words are kept; the stages of one article follow each other."""


class Words:
    """The tokens of a `Doc` whose parse will not change, each list by token position."""

    def __init__(self, doc: Doc) -> None:
        self._doc = doc

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The tokens themselves; each access of `doc[i]` would make a new one."""
        return tuple(self._doc)

    @cached_property
    def texts(self) -> list[str]:
        """Forms as written."""
        strings = self._doc.vocab.strings
        return [strings[form] for form in self._doc.to_array("ORTH").tolist()]

    @cached_property
    def spelled(self) -> list[str]:
        """Forms as inside running text, where the text itself has lost its case."""
        spelled: list[str] | None = self._doc.user_data.get(SPELLED)
        return self.texts if spelled is None else spelled

    @cached_property
    def lower(self) -> list[str]:
        """Lower-cased forms."""
        return [token.lower_ for token in self.tokens]

    @cached_property
    def normals(self) -> list[str]:
        """Normal forms, see `normal`."""
        strings, found = self._doc.vocab.strings, self._doc.to_array("LEMMA").tolist()
        lemmas = {lemma: strings[lemma].lower() for lemma in set(found)}
        normals = [lemmas[lemma] or form for lemma, form in zip(found, self.lower, strict=True)]
        for at, form in enumerate(self.lower):
            if form[-1:] == "s" and normals[at] == form:
                normals[at] = _singular(self.tokens[at], form)
        return normals

    @cached_property
    def children(self) -> list[tuple[Token, ...]]:
        """What hangs on each token in the parse, in text order."""
        children: list[list[Token]] = [[] for _ in self.tokens]
        steps = self._doc.to_array("HEAD").astype("int64").tolist()  # how far the head is from the token
        for at, (token, step) in enumerate(zip(self.tokens, steps, strict=True)):
            if step:
                children[at + step].append(token)
        return list(map(tuple, children))

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """The sentences."""
        return tuple(self._doc.sents)

    @cached_property
    def sentence_at(self) -> list[Span]:
        """The sentence of each token."""
        return [sentence for sentence in self.sentences for _ in range(sentence.start, sentence.end)]


@lru_cache(maxsize=_KEPT)
def words_of(doc: Doc) -> Words:
    """The words of a parsed text."""
    return Words(doc)


def normal(token: Token) -> str:
    """Lower-cased lemma, or the lower-cased form where the pipeline gives no lemma.

    A plural that the pipeline takes for a name ("Riots broke out", "STONES") keeps its ending as lemma; it is cut here.
    """
    return words_of(token.doc).normals[token.i]


def children_of(token: Token) -> tuple[Token, ...]:
    """What hangs on a token in the parse, in text order."""
    return words_of(token.doc).children[token.i]


def sentence_of(token: Token) -> Span:
    """The sentence of a token."""
    return words_of(token.doc).sentence_at[token.i]


def _singular(token: Token, lemma: str) -> str:
    if len(lemma) > SHORTEST_PLURAL and token.pos_ == "PROPN" and token.tag_ in ("NNS", "NNPS"):
        for ending, singular in PLURALS:
            if lemma.endswith(ending):
                return lemma.removesuffix(ending) + singular
    return lemma

"""Reads clean texts with the spaCy pipeline, sentence by sentence, in batches across documents.

Every sentence is a `Doc` of its own for the pipeline, so that what it makes of a sentence does not depend on which
others are read, and a document can be read in parts.
"""

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import Any

import numpy
from spacy.language import Language
from spacy.tokens import Doc, Span

from conflictwire.document import Document
from conflictwire.entities.headlines import HeadlineReader
from conflictwire.entities.label_schemes import Scheme, scheme_of, to_universal
from conflictwire.entities.names import NameFinder
from conflictwire.entities.recasing import Recaser
from conflictwire.entities.sentences import sentence_spans
from conflictwire.entities.words import SPELLED
from conflictwire.resources import Resources

__all__ = ["Reader"]

_LONG_STRETCH = re.compile(r"(\S{500,})")
_NAMES = "ner"
_RECASED = "conflictwire.recased"
_KEPT: list[int | str] = ["ORTH", "SPACY", "LEMMA", "NORM", "POS", "TAG", "HEAD", "DEP", "ENT_IOB", "ENT_TYPE"]
"""What an article's tokens take over from those of its sentences."""
_FEWEST = 3
"""Words in capitals that make a sentence or headline written in capitals, rather than an acronym or a cry."""
Values = numpy.ndarray[Any, Any]
_BATCH = 128
"""Sentences that go through the network together: many short ones are faster than few long texts."""
_USUAL_SENTENCE = 1000
"""Characters; blank tokens of longer ones are not kept, so that memory stays flat."""


class Reader:
    """Tokens, tags, lemmas, dependencies and names of clean texts; token offsets are clean offsets.

    Args:
        nlp: the pipeline.
        resources: word lists for the sentence boundaries.
        recaser: spells sentences without case; None leaves them as they are.
    """

    def __init__(self, nlp: Language, resources: Resources, recaser: Recaser | None = None) -> None:
        self._nlp = nlp
        self._resources = resources
        self._blanks: dict[int, Values] = {}
        self._headlines = HeadlineReader(resources)
        self._recaser = recaser if recaser is not None and recaser.works else None
        self._convert = scheme_of(nlp.pipe_labels["parser"]) is not Scheme.UNIVERSAL
        shared = (getattr(component, "listening_components", ()) for _, component in nlp.pipeline)
        self._apart = _NAMES in nlp.pipe_names and not any(_NAMES in listeners for listeners in shared)
        self._finder = NameFinder.of(nlp) if self._apart else None

    def read(self, documents: Iterable[Document]) -> Iterator[Doc]:
        """The documents in order, read whole."""
        waiting: deque[tuple[Document, Sequence[tuple[int, int]], list[bool]]] = deque()

        def sentences() -> Iterator[Doc]:
            for document in documents:
                spans, recased = self.spans(document), list[bool]()
                waiting.append((document, spans, recased))
                for span in spans:
                    tokens = self.tokens(document, span)
                    recased.append(self.is_recased(tokens))
                    yield tokens

        parts = self.names(self.grammar(sentences()))
        for first in parts:
            document, spans, recased = waiting.popleft()
            read = dict(enumerate([first, *islice(parts, len(spans) - 1)]))
            yield self.joined(document.text, spans, read, recased=any(recased))

    def spans(self, document: Document) -> tuple[tuple[int, int], ...]:
        """Clean offsets of the sentences, each with the white space behind it."""
        return sentence_spans(document, self._resources)

    def tokens(self, document: Document, span: tuple[int, int]) -> Doc:
        """One sentence as tokens, recased where its case says nothing (see `is_recased`).

        A stretch without white space beyond any word's length is one token: spaCy's tokenizer takes quadratic time on
        such stretches (a line of 100,000 apostrophes never ends).
        """
        make, text = self._nlp.make_doc, document.text[slice(*span)]
        parts = [part for part in _LONG_STRETCH.split(text) if part]
        if len(parts) == 1 and len(text) < 500:
            caseless = self._recaser and (document.facts.all_lower or _in_capitals(text))
            return self._recased(make(text)) if caseless else make(text)
        long = partial(Doc, self._nlp.vocab, spaces=[False])
        docs = [long(words=[part]) if _LONG_STRETCH.fullmatch(part) else make(part) for part in parts]
        return Doc.from_docs(docs, ensure_whitespace=False) or make("")

    @staticmethod
    def is_recased(tokens: Doc) -> bool:
        """Whether a sentence made by `tokens` is not spelled as in its article."""
        return _RECASED in tokens.user_data

    def grammar(self, sentences: Iterable[Doc]) -> Iterator[Doc]:
        """Sentences with tags, lemmas and dependencies; names only where the pipeline finds them on the way."""
        docs = self._nlp.pipe(map(_one_sentence, sentences), batch_size=_BATCH, disable=[_NAMES] if self._apart else [])
        yield from map(self._headlines.read, map(to_universal, docs) if self._convert else docs)

    def names(self, sentences: Iterable[Doc]) -> Iterator[Doc]:
        """Sentences that `grammar` has read, with the names in them."""
        if not self._apart:
            yield from sentences
            return
        if self._finder is not None:
            waiting = iter(sentences)
            while batch := list(islice(waiting, _BATCH)):
                yield from self._finder.name(batch)
            return
        others = [name for name in self._nlp.pipe_names if name != _NAMES]
        yield from self._nlp.pipe(sentences, batch_size=_BATCH, disable=others)

    def joined(self, text: str, spans: Sequence[tuple[int, int]], read: Mapping[int, Doc], *, recased: bool) -> Doc:
        """An article as one `Doc`, in the case of its text; each sentence that is not in `read` is one blank token.

        Args:
            text: the clean text.
            spans: its sentences.
            read: those read, by number.
            recased: some of them were spelled anew.
        """
        parts = [
            read[at].to_array(_KEPT) if at in read else self._blank(end - start)
            for at, (start, end) in enumerate(spans)
        ]
        values = numpy.concatenate(parts)
        whole = Doc(self._nlp.vocab, words=values[:, 0].tolist(), spaces=values[:, 1].astype(bool).tolist())
        whole.from_array(_KEPT[2:], values[:, 2:])  # type: ignore[arg-type]
        return _in_case_of(text, whole) if recased else whole

    def _blank(self, length: int) -> Values:
        """A blank token of so many characters, as an array; those of usual sentences are made once."""
        known = self._blanks.get(length)
        if known is None:
            blank, vocab = " " * length, self._nlp.vocab
            kept = length <= _USUAL_SENTENCE
            # an array that outlives a memory zone names a string that must outlive it too
            vocab.strings.add(blank, allow_transient=not kept)  # type: ignore[call-arg]
            tagged = {"tags": ["_SP"], "pos": ["SPACE"], "lemmas": [blank], "heads": [0], "deps": ["ROOT"]}
            known = Doc(vocab, words=[blank], spaces=[False], **tagged).to_array(_KEPT)  # type: ignore[arg-type]
            if kept:
                self._blanks[length] = known
        return known

    def _recased(self, doc: Doc) -> Doc:
        words = [token.text for token in doc]
        spelled = self._recaser.words(words) if self._recaser else words
        if spelled == words:
            return doc
        spaces = [bool(token.whitespace_) for token in doc]
        return Doc(doc.vocab, words=spelled, spaces=spaces, user_data={_RECASED: True})


def _in_capitals(text: str) -> bool:
    """A sentence or headline of several words in capitals only."""
    return text.isupper() and sum(map(str.isalpha, text.split())) >= _FEWEST


def _in_case_of(text: str, doc: Doc) -> Doc:
    """A `Doc` of recased words with the words as the text has them."""
    original = Doc(
        doc.vocab,
        words=[token.text if token.is_space else text[token.idx : token.idx + len(token)] for token in doc],
        spaces=[bool(token.whitespace_) for token in doc],
        tags=[token.tag_ for token in doc],
        pos=[token.pos_ for token in doc],
        morphs=[str(token.morph) for token in doc],
        lemmas=[token.lemma_ for token in doc],
        heads=[token.head.i for token in doc],
        deps=[token.dep_ for token in doc],
        sent_starts=[token.is_sent_start for token in doc] if not doc.has_annotation("DEP") else None,
    )
    original.set_ents([Span(original, ent.start, ent.end, label=ent.label) for ent in doc.ents])
    original.user_data[SPELLED] = [token.text for token in doc]
    return original


def _one_sentence(doc: Doc) -> Doc:
    """Keeps the parser from cutting a sentence in two."""
    inside = numpy.full(len(doc), -1, dtype="int64")
    inside[:1] = 1
    return doc.from_array(["SENT_START"], inside.astype("uint64").reshape(-1, 1))  # type: ignore[arg-type]

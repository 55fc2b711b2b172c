"""The spaCy pipeline: loading it, and parsing a document's paragraphs."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from conflictwire.entities.label_schemes import Scheme, scheme_of, to_universal
from conflictwire.errors import PipelineError
from conflictwire.resources import builtin_path

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from conflictwire.document import Document

__all__ = ["load_pipeline", "parse", "require_components"]

MODEL = "en_conflict_core"
LONG_STRETCH = re.compile(r"(\S{500,})")


def _model_path() -> Path:
    """The embedded pipeline: inside an installed package, or beside `src` in a checkout (editable install)."""
    installed = builtin_path("models", MODEL)
    return installed if installed.is_dir() else builtin_path().parents[1] / "models" / MODEL


@lru_cache(maxsize=4)
def load_pipeline(name: str | None = None) -> "Language":
    """The embedded pipeline, or the installed pipeline `name`.

    Raises:
        PipelineError: it cannot be loaded, or has no parser or no lemmas.
    """
    import spacy

    source = name or _model_path()
    try:
        nlp = spacy.load(source)
    except (OSError, ValueError) as error:
        msg = f"cannot load the spaCy pipeline {str(source)!r}: {error}"
        raise PipelineError(msg) from error
    require_components(nlp)
    return nlp


def require_components(nlp: "Language") -> None:
    """Refuses a pipeline that cannot feed the rules.

    Raises:
        PipelineError: it has no parser or no lemmatizer, or its parser gives labels that the rules cannot read.
    """
    missing = {"parser", "lemmatizer"} - set(nlp.pipe_names)
    if missing:
        msg = f"the spaCy pipeline {nlp.meta.get('name')!r} lacks {', '.join(sorted(missing))}"
        raise PipelineError(msg)
    _scheme(nlp)


def _scheme(nlp: "Language") -> Scheme:
    return scheme_of(nlp.pipe_labels["parser"])


def _tokens(nlp: "Language", text: str) -> "Doc":
    """Tokens of a text. A stretch without white space beyond any word's length is one token.

    spaCy's tokenizer takes quadratic time on such stretches (a line of 100,000 apostrophes never ends).
    """
    from spacy.tokens import Doc

    parts = LONG_STRETCH.split(text)
    if len(parts) == 1:
        return nlp.make_doc(text)
    docs = [
        Doc(nlp.vocab, words=[part], spaces=[False]) if LONG_STRETCH.fullmatch(part) else nlp.make_doc(part)
        for part in parts
        if part
    ]
    return Doc.from_docs(docs, ensure_whitespace=False)


def _tokenized(nlp: "Language", document: "Document") -> "Doc":
    """Tokens of the clean text; a paragraph always starts a sentence."""
    doc = _tokens(nlp, document.text)
    starts = {paragraph.start for paragraph in document.paragraphs}
    for token in doc:
        if token.idx in starts:
            token.is_sent_start = True
    return doc


def parse(documents: Iterable["Document"], nlp: "Language", *, batch_size: int = 32) -> Iterator["Doc"]:
    """Parsed clean texts, in order: tags, lemmas, dependencies, sentences, names. Token offsets are clean offsets."""
    docs = nlp.pipe((_tokenized(nlp, document) for document in documents), batch_size=batch_size)
    yield from docs if _scheme(nlp) is Scheme.UNIVERSAL else map(to_universal, docs)

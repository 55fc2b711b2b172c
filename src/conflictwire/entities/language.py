"""The spaCy pipeline: loading it, and refusing one that cannot feed the rules."""

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from conflictwire.entities.label_schemes import scheme_of
from conflictwire.errors import PipelineError
from conflictwire.resources import builtin_path

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["embedded_path", "load_pipeline", "require_components"]

MODEL = "en_conflict_core"


def embedded_path() -> Path:
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

    from conflictwire.entities.embedding import remember_words
    from conflictwire.entities.maxout import predict_only

    source = name or embedded_path()
    try:
        nlp = spacy.load(source)
    except (OSError, ValueError) as error:
        msg = f"cannot load the spaCy pipeline {str(source)!r}: {error}"
        raise PipelineError(msg) from error
    require_components(nlp)
    predict_only(nlp)
    remember_words(nlp)
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
    scheme_of(nlp.pipe_labels["parser"])

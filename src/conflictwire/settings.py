"""One frozen settings object for the whole pipeline."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["Settings"]


class Settings(BaseModel):
    """Options of an `Extractor`; no option has its default written anywhere else.

    Attributes:
        data: folders with a user's own rules, actors and lexicons, laid over the built-in ones by id.
        places: a gazetteer file to use instead of the embedded one.
        places_required: false reads articles without coordinates, and with a warning, when that file cannot be used.
        min_confidence: records below it are dropped (with a warning on the `Result`), 0 to 1.
        max_chars: texts longer than this many characters are read only up to there (with a warning).
        gate: the network reads only sentences that may bear on an event; false has it read every sentence, for nothing
            but to see that the records are the same.
        recase: sentences in capitals only, and articles without any, are spelled as running text for the language
            pipeline; records keep the words as they are.
        strict: a record that fails validation raises instead of being repaired or dropped with a warning.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    data: tuple[Path, ...] = ()
    places: Path | None = None
    places_required: bool = True
    min_confidence: float = Field(default=0.0, ge=0.0, le=1.0)
    max_chars: int = Field(default=200_000, gt=0)
    gate: bool = True
    recase: bool = True
    strict: bool = False

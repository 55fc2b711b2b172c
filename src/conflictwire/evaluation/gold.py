"""Annotated documents (docs/evaluation.md): the models of a gold file, and its reader."""

import json
from collections.abc import Iterable, Iterator
from datetime import date

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from conflictwire.errors import DataFileError
from conflictwire.schema import EVENT_TYPE_OF, ActorKind, CasualtyKind, CasualtyWho, EventType, Status, SubEventType

__all__ = [
    "GoldCasualty",
    "GoldDate",
    "GoldDocument",
    "GoldEvent",
    "GoldMention",
    "GoldParty",
    "GoldPlace",
    "GoldSource",
    "read_gold",
]


class _Gold(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class GoldMention(_Gold):
    """Words that name the event, with enough of the text around them to find them once."""

    trigger: str = Field(min_length=1)
    context: str = Field(min_length=1)

    @model_validator(mode="after")
    def _holds_trigger(self) -> "GoldMention":
        if self.trigger not in self.context:
            msg = f"context {self.context!r} does not hold {self.trigger!r}"
            raise ValueError(msg)
        return self

    def span(self, text: str) -> tuple[int, int]:
        """Where the trigger stands in the text."""
        start = text.find(self.context) + self.context.find(self.trigger)
        return start, start + len(self.trigger)


class GoldSource(_Gold):
    """Somebody who says or blames: every string of the text that names them."""

    names: tuple[str, ...] = Field(min_length=1)


class GoldParty(GoldSource):
    """An actor or target."""

    kind: ActorKind


class GoldPlace(_Gold):
    """Where it happened: the most specific name first."""

    names: tuple[str, ...] = ()
    country: str | None = Field(default=None, pattern=r"^[A-Z]{3}$")


class GoldDate(_Gold):
    """First and last possible day."""

    start: date
    end: date


class GoldCasualty(_Gold):
    """One claim of a toll."""

    kind: CasualtyKind
    min: int | None = None
    max: int | None = None
    who: CasualtyWho = CasualtyWho.UNKNOWN
    text: str
    claimed_by: tuple[str, ...] = ()


class GoldEvent(_Gold):
    """One annotated incident.

    Attributes:
        alt: other sub-event types that a fair coder could have chosen.
        optional: neither missed when absent nor spurious when found.
    """

    mentions: tuple[GoldMention, ...] = Field(min_length=1)
    event_type: EventType
    sub_event_type: SubEventType
    alt: tuple[SubEventType, ...] = ()
    optional: bool = False
    status: Status = Status.OCCURRED
    actors: tuple[GoldParty, ...] = ()
    targets: tuple[GoldParty, ...] = ()
    location: GoldPlace = GoldPlace()
    date: GoldDate | None = None
    claimed_by: tuple[GoldSource, ...] = ()
    blamed_by: tuple[GoldSource, ...] = ()
    casualties: tuple[GoldCasualty, ...] = ()
    weapons: tuple[str, ...] = ()
    note: str = ""

    @model_validator(mode="after")
    def _type_agrees(self) -> "GoldEvent":
        if EVENT_TYPE_OF[self.sub_event_type] != self.event_type:
            msg = f"{self.sub_event_type} is no sub-event type of {self.event_type}"
            raise ValueError(msg)
        return self

    @property
    def fair_types(self) -> tuple[SubEventType, ...]:
        """The sub-event types that count as right."""
        return (self.sub_event_type, *self.alt)

    def strings(self) -> Iterator[str]:
        """Every string that must stand in the text."""
        yield from (mention.context for mention in self.mentions)
        for party in (*self.actors, *self.targets, *self.claimed_by, *self.blamed_by):
            yield from party.names
        yield from self.location.names
        yield from (claim.text for claim in self.casualties)
        yield from self.weapons


class GoldDocument(_Gold):
    """An annotated document; without events it is a test for false alarms."""

    doc_id: str
    publication_date: date | None = None
    origin: str = ""
    text: str
    events: tuple[GoldEvent, ...] = ()

    @model_validator(mode="after")
    def _strings_stand_in_text(self) -> "GoldDocument":
        for event in self.events:
            missing = next((s for s in event.strings() if s not in self.text), None)
            if missing is not None:
                msg = f"{missing!r} is not in the text"
                raise ValueError(msg)
        return self


def read_gold(lines: Iterable[str], *, name: str = "gold") -> list[GoldDocument]:
    """Annotated documents of JSONL lines.

    Raises:
        DataFileError: a line is broken; the message names `name`, the line, and what is wrong.
    """
    documents = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            documents.append(GoldDocument.model_validate(json.loads(line)))
        except (ValidationError, json.JSONDecodeError) as error:
            msg = f"{name}, line {number}: {_reason(error)}"
            raise DataFileError(msg) from error
    return documents


def _reason(error: ValidationError | json.JSONDecodeError) -> str:
    if isinstance(error, json.JSONDecodeError):
        return error.msg
    return "; ".join(f"{'.'.join(map(str, e['loc'])) or 'document'}: {e['msg']}" for e in error.errors())

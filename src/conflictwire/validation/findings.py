"""What the checks of a record find, as data; nothing is changed or dropped without one."""

from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict

__all__ = ["Action", "Finding"]


class Action(StrEnum):
    """What a finding does: an error repairs or drops the record, a warning only says so."""

    REPAIRED = "repaired"
    DROPPED = "dropped"
    WARNED = "warned"


class Finding(BaseModel):
    """One finding of one check.

    Attributes:
        id: id of the rule, listed in docs/validation.md.
        action: what was done.
        field: dotted name of the field of the record.
        message: what is wrong and what was done about it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    action: Action
    field: str
    message: str

    @property
    def level(self) -> Literal["error", "warning"]:
        """Errors change or drop a record; warnings leave it as it is."""
        return "warning" if self.action == Action.WARNED else "error"

    def __str__(self) -> str:
        return f"{self.id} {self.message}"

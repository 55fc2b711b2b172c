"""A mention with what comparisons need, and what all mentions of one party state together."""

from dataclasses import dataclass

from conflictwire.entities.parsed import ActorMention
from conflictwire.schema import ActorKind

__all__ = ["BANDS", "COLLECTIVE", "TROOPS", "Party", "View"]

# heads of descriptions that stand for a group, and for the forces of a state
COLLECTIVE = frozenset(
    ["group", "outfit", "organisation", "organization", "movement", "faction", "militia", "network", "alliance"]
)
# heads of descriptions of a band, which its own name may follow
BANDS = COLLECTIVE | {"unit", "commando", "gang", "band", "squad", "cell", "wing", "front", "brigade"}
TROOPS = frozenset(["army", "force", "troop", "military", "soldier", "government", "warplane", "jet", "regime"])


@dataclass(frozen=True, slots=True)
class View:
    """A mention with what comparisons need, worked out once."""

    mention: ActorMention
    words: tuple[str, ...]
    head: str
    definite: bool
    pronoun: bool
    counted: bool
    numbers: frozenset[str]
    branded: bool
    plural: bool
    sentence: int
    subject: bool


@dataclass(frozen=True, slots=True)
class Party:
    """What the mentions of one party state together, which a further mention must not contradict."""

    numbers: frozenset[str]
    kinds: frozenset[ActorKind]
    ids: frozenset[str]
    countries: frozenset[str]

    @classmethod
    def of(cls, view: View) -> "Party":
        """What one mention states."""
        mention = view.mention
        return cls(
            view.numbers,
            frozenset({mention.kind} if mention.kind and mention.kind is not ActorKind.UNIDENTIFIED else ()),
            frozenset({mention.actor_id} if mention.actor_id else ()),
            frozenset({mention.country} if mention.country else ()),
        )

    def admits(self, other: "Party") -> bool:
        """Whether both can be one party: they share a value wherever both state one."""
        return not (
            (self.ids and other.ids and self.ids.isdisjoint(other.ids))
            or (self.kinds and other.kinds and self.kinds.isdisjoint(other.kinds))
            or (self.countries and other.countries and self.countries.isdisjoint(other.countries))
            or (self.numbers and other.numbers and self.numbers.isdisjoint(other.numbers))
        )

    def joined(self, other: "Party") -> "Party":
        """What both state together."""
        return Party(
            self.numbers | other.numbers,
            self.kinds | other.kinds,
            self.ids | other.ids,
            self.countries | other.countries,
        )

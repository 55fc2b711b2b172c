"""A mention with what comparisons need, and what all mentions of one party state together."""

from dataclasses import dataclass

from conflictwire.entities.parsed import ActorMention
from conflictwire.schema import ActorKind

__all__ = ["Party", "View"]


@dataclass(frozen=True, slots=True)
class View:
    """A mention with what comparisons need, worked out once.

    Attributes:
        mention: the mention.
        words: its words, in lower case.
        head: its head noun in the singular.
        stands_for: what the head stands for by the lexicon `party_heads`; empty for others.
        fates: those of its words that tell what was done to its people.
        definite: "the", "this" or "his" stands before it.
        pronoun: it is a pronoun.
        counted: it holds a number, or begins with a part ("members of").
        numbers: the numbers in it.
        branded: a modifier of the head is a name.
        plural: it means more than one.
        sentence: number of its sentence in the text.
        subject: it stands before the word that governs it, as subjects do.
    """

    mention: ActorMention
    words: tuple[str, ...]
    head: str
    stands_for: str
    fates: frozenset[str]
    definite: bool
    pronoun: bool
    counted: bool
    numbers: frozenset[str]
    branded: bool
    plural: bool
    sentence: int
    subject: bool

    @property
    def is_collective(self) -> bool:
        """A description of a whole group."""
        return self.stands_for == "group"

    @property
    def is_band(self) -> bool:
        """A description of a group or of some of it, which its own name may follow."""
        return self.stands_for in ("group", "unit")

    @property
    def is_body(self) -> bool:
        """A description of a whole group or of a body of a state."""
        return self.stands_for in ("group", "army")

    @property
    def is_forces(self) -> bool:
        """A description of a body of a state, or of its men or machines."""
        return self.stands_for in ("army", "troop")


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

"""Who is behind a weapon that is said to act: its crew, the state or group before its name, or nobody known."""

import dataclasses
from collections.abc import Mapping

from spacy.tokens import Token

from conflictwire.entities.parsed import ActorMention, Parsed, PlaceMention
from conflictwire.entities.words import children_of
from conflictwire.events.syntax import MODIFIER
from conflictwire.events.weapon_use import WeaponUse
from conflictwire.events.weapons import CREWED
from conflictwire.schema import ActorKind

__all__ = ["Crews"]

GUNS = "artillery_class"


@dataclasses.dataclass(frozen=True, slots=True)
class Crews:
    """Reads who uses the weapons of one article.

    Attributes:
        parsed: the article.
        arms: its weapons.
        by_head: its parties by head token.
        place_at: its places by token.
    """

    parsed: Parsed
    arms: WeaponUse
    by_head: Mapping[int, ActorMention]
    place_at: Mapping[int, PlaceMention]

    def doers(self, party: ActorMention) -> tuple[ActorMention, ...]:
        """Who acts where a party is said to: itself, or for a weapon the armed party named before it, if any."""
        token = self.parsed.doc[party.head]
        if not self._is_means(token):
            return (self.crew(party),)
        named = (self.by_head.get(c.i) for c in children_of(token) if c.i < token.i and c.dep_ in MODIFIER)
        return tuple(user for user in named if user is not None and user.armed)

    def crew(self, party: ActorMention) -> ActorMention:
        """The party, or where it is a craft those who steer it: a state's forces when its country is named."""
        token = self.parsed.doc[party.head]
        state = self._state_of_gun(token)
        if party.kind not in (None, ActorKind.OBJECT) or (self.arms.class_of(token) not in CREWED and state is None):
            return party
        country = party.country or state
        kind = ActorKind.STATE_FORCES if country else ActorKind.UNIDENTIFIED
        return dataclasses.replace(party, kind=kind, country=country, armed=True)

    def is_munition(self, token: Token) -> bool:
        """The token is a weapon that cannot stand for its user (a shell, a bomb), unlike craft with a crew."""
        weapon = self.arms.class_of(token)
        return weapon is not None and weapon not in CREWED

    def _is_means(self, token: Token) -> bool:
        """The token is a weapon rather than its user: munition, or nameless craft ("drone strike")."""
        known = self.by_head.get(token.i)
        if self._state_of_gun(token) is not None or (known is not None and known.actor_id):
            return False
        bare = token.dep_ == "compound" and not any(c.dep_ in ("compound", "amod") for c in children_of(token))
        return self.is_munition(token) or (bare and self.arms.class_of(token) in CREWED)

    def _state_of_gun(self, token: Token) -> str | None:
        """The country whose forces artillery, rockets or missiles stand for ("Turkish artillery")."""
        if self.arms.class_of(token) != GUNS:
            return None
        places = (self.place_at.get(c.i) for c in children_of(token) if c.i < token.i)
        return next((place.country for place in places if place is not None and not place.literal), None)

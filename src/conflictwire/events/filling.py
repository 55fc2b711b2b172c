"""Which parties fill the slots of a rule around its trigger."""

from collections.abc import Iterator

from spacy.tokens import Token

from conflictwire.entities.parsed import ActorMention
from conflictwire.events.roles import Frame, normal
from conflictwire.events.rules import Slot
from conflictwire.events.scene import Scene
from conflictwire.schema import ActorKind

__all__ = ["candidates", "fill", "is_filled"]

THING = "thing"  # the role of a building or vehicle right before its deed ("embassy bombing")
WEAPON = "weapon"  # the type of a slot for what was found or seized
SELF = "self"  # the role of a trigger that names who acts ("suicide bomber")
# where the name of a country is a side rather than a place ("a truce between Israel and Hamas")
SIDES = ("subject", "prep:between", "prep:with", "prep:against", "prep:by")


def _fillers(role: str, frame: Frame, scene: Scene, head: Token) -> tuple[Token, ...]:
    """The tokens in a role of the trigger, itself left out unless it names who acts."""
    if role == SELF:
        return (head,) if scene.roles.acts(head) else ()
    return tuple(t for t in frame.roles.get("modifier" if role == THING else role, ()) if t.i != head.i)


def candidates(slot: Slot, frame: Frame) -> Iterator[Token]:
    """Whatever stands in the roles of a slot, fit or not."""
    names = {"modifier" if role == THING else role for role in slot.roles}
    if SELF in names:
        yield frame.head
    for role, found in frame.roles.items():
        if role in names or ("prep:*" in names and role.startswith("prep:")):
            yield from (token for token in found if token.i != frame.head.i)


def fill(slot: Slot, frame: Frame, scene: Scene, head: Token) -> tuple[ActorMention, ...]:
    """Parties in the first role of the slot that holds a suitable filler."""
    for role in slot.roles:
        names = [r for r in frame.roles if r.startswith("prep:")] if role == "prep:*" else [role]
        found: list[ActorMention] = []
        stands = "state" in slot.types or ("country" in slot.types and role in SIDES)
        for name in names:
            for token in _fillers(name, frame, scene, head):
                if WEAPON in slot.types and scene.roles.negated(token):
                    continue  # "found no weapons"
                party = scene.state(token) if stands else scene.party(token)
                if role == THING and party is not None and party.kind is not ActorKind.OBJECT:
                    continue
                if party is not None and _suits(token, party, slot, scene) and _says(party, slot.words, scene):
                    found.extend(p for p in (*scene.sharing(token), party) if p not in found)
        if found:
            return tuple(found)
    return ()


def is_filled(slot: Slot, frame: Frame, scene: Scene, head: Token) -> bool:
    """Whether a party or place of its types is in the slot or, where it has no types, one of its words."""
    if slot.types:
        return bool(fill(slot, frame, scene, head))
    return any(normal(token) in slot.words or token.lower_ in slot.words for token in candidates(slot, frame))


def _suits(token: Token, party: ActorMention, slot: Slot, scene: Scene) -> bool:
    """The party is of a type that the slot takes; members of a group are what the group is."""
    if scene.suits(token, party, slot.types):
        return True
    inner = scene.roles.group_of(token)
    whole = scene.party(inner) if inner is not None else None
    return inner is not None and whole is not None and scene.suits(inner, whole, slot.types)


def _says(party: ActorMention, words: tuple[str, ...], scene: Scene) -> bool:
    """The phrase of a party holds one of the words, if any are wanted."""
    phrase = scene.parsed.doc[party.start : party.end]
    return not words or any(normal(t) in words or t.lower_ in words for t in phrase)

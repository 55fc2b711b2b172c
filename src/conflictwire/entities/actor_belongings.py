"""What linked mentions tell of each other: commanders are what their men are, things belong to groups of the text."""

from dataclasses import replace

from conflictwire.entities.lexicon import pieces
from conflictwire.entities.parsed import ActorMention

__all__ = ["with_belongings"]


def with_belongings(mentions: tuple[ActorMention, ...]) -> tuple[ActorMention, ...]:
    """The mentions with the kinds of commanders and the parties that own things."""
    return _with_owners(_with_commanders(mentions))


def _with_commanders(mentions: tuple[ActorMention, ...]) -> tuple[ActorMention, ...]:
    """Persons of unknown kind who own an armed party of the text ("X's fighters") take its kind."""
    owned: dict[str, ActorMention] = {}
    for mention in mentions:
        words = pieces(mention.name)
        if mention.armed and mention.kind and "s" in words[1:]:
            owned.setdefault(words[words.index("s", 1) - 1], mention)
    return tuple(
        replace(mention, kind=owned[words[-1]].kind, actor_id=mention.actor_id or owned[words[-1]].actor_id)
        if mention.kind is None and mention.proper and (words := pieces(mention.name)) and words[-1] in owned
        else mention
        for mention in mentions
    )


def _with_owners(mentions: tuple[ActorMention, ...]) -> tuple[ActorMention, ...]:
    """Groups that own things are the parties that the text names elsewhere."""
    known = {mention.actor_id: mention.entity for mention in reversed(mentions) if mention.actor_id}
    return tuple(
        replace(mention, owner=replace(owner, entity=known.get(owner.actor_id or "", -1 - owner.head)))
        if (owner := mention.owner) is not None
        else mention
        for mention in mentions
    )

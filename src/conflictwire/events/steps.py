"""How far two words of a sentence stand apart in its parse."""

from spacy.tokens import Token

from conflictwire.events.roles import Roles

__all__ = ["FAR", "steps_between"]

FAR = 99


def steps_between(a: Token, b: Token, roles: Roles) -> int:
    """Number of dependency steps between two tokens of a sentence."""
    path = {a.i: 0} | {t.i: n for n, t in enumerate(roles.climb(a), start=1)}
    if b.i in path:
        return path[b.i]
    for steps, token in enumerate(roles.climb(b), start=1):
        if token.i in path:
            return steps + path[token.i]
    return FAR

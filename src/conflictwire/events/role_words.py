"""The word lists that decide who does what to whom."""

from dataclasses import dataclass
from functools import lru_cache

from conflictwire.events.syntax import word_set
from conflictwire.resources import Resources

__all__ = ["FrameWords", "frame_words"]


HOSTILE = ("rebel_group", "political_militia", "communal_group")


@dataclass(frozen=True, slots=True)
class FrameWords:
    """Word lists of the frames: what a verb does to its event noun, and nouns and verbs with a syntax of their own."""

    light: dict[str, str]
    quantifiers: frozenset[str]
    partitives: frozenset[str]
    intransitive: frozenset[str]
    unpassive: frozenset[str]
    claims: frozenset[str]
    pronouns: frozenset[str]
    relatives: frozenset[str]
    sites: frozenset[str]
    motions: frozenset[str]
    members: frozenset[str]
    subordinators: frozenset[str]
    gerunds: frozenset[str]
    users: frozenset[str]
    groups: frozenset[str]
    hostile: frozenset[str]
    culprits: frozenset[str]
    protests: frozenset[str]


@lru_cache(maxsize=8)
def frame_words(resources: Resources) -> FrameWords:
    """The word lists of these data folders, read once."""
    return FrameWords(
        light=resources.lexicon("light_verbs"),
        quantifiers=word_set(resources, "quantifier_nouns"),
        partitives=word_set(resources, "partitive_nouns"),
        intransitive=word_set(resources, "intransitive_verbs"),
        unpassive=frozenset(verb for verb, kind in resources.lexicon("intransitive_verbs").items() if kind == "march"),
        claims=word_set(resources, "responsibility_nouns"),
        pronouns=word_set(resources, "personal_pronouns"),
        relatives=word_set(resources, "relative_pronouns"),
        sites=word_set(resources, "site_prepositions"),
        members=word_set(resources, "member_nouns"),
        motions=word_set(resources, "motion_prepositions"),
        subordinators=word_set(resources, "subordinators"),
        gerunds=word_set(resources, "gerund_prepositions"),
        users=word_set(resources, "using_verbs"),
        groups=word_set(resources, "group_nouns"),
        culprits=word_set(resources, "culprit_nouns"),
        protests=word_set(resources, "protest_nouns"),
        hostile=frozenset(word for word, kind in resources.lexicon("actor_modifiers").items() if kind in HOSTILE),
    )

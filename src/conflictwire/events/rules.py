"""Event rules: the file models, and the index from trigger words to rules."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from conflictwire.errors import DataFileError
from conflictwire.resources import Resources, validated
from conflictwire.schema import EVENT_TYPE_OF, ActorKind, EventType, SubEventType

__all__ = ["MARKS", "Condition", "Exclusion", "Refinement", "Rule", "RuleBook", "Slot", "Trigger", "load_rules"]


MARKS = ".,;:!?\"“”’‘'()[]…"
"""What is no part of a word at its ends."""


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Slot(_Strict):
    """Where an argument is looked for and what it may be.

    Attributes:
        roles: tried in order, see `events.roles`; "self" is a trigger noun that names who acts ("suicide bomber"),
            "thing" a building or vehicle right before the trigger ("embassy bombing").
        types: at least one must hold for a filler ("armed", "person", "civilian", "several" (more than one), "object",
            "place", "country", "force", "rebel", "protesters", "crowd", "group", "named", "any"); empty: anything.
        words: lemmas or forms of which the filler's phrase must hold one; empty: any.
        required: the rule fails without a filler.
    """

    roles: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    required: bool = False


class Condition(_Strict):
    """Lemmas or forms that stop a rule in a role of its trigger, right before it (modifier), or in the sentence.

    `on` is the other side ("a battle with the courts"), `within` the occasion ("killed in the collapse of a tunnel").
    `governor` are nouns that the trigger itself modifies ("riot police", "murder trial"), `done` verbs of which it is
    the object ("found a car bomb", "a mine laid yesterday"), `hanging` words on which it hangs by a preposition ("abide
    by a truce").
    """

    subject: tuple[str, ...] = ()
    object: tuple[str, ...] = ()
    modifier: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    on: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    governor: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    hanging: tuple[str, ...] = ()
    sentence: tuple[str, ...] = ()

    @cached_property
    def by_role(self) -> tuple[tuple[frozenset[str], str], ...]:
        """The words that stop in a role of the frame."""
        roles = (
            (self.subject, ("subject",)),
            (self.object, ("object",)),
            (self.modifier, ("modifier",)),
            (self.of, ("prep:of",)),
            (self.on, ("prep:on", "prep:against", "prep:with")),
            (self.within, ("prep:in", "prep:by")),
        )
        return tuple((frozenset(words), role) for words, found in roles if words for role in found)

    @cached_property
    def beside(self) -> bool:
        """Whether words stop that stand in the structure around the trigger, not just in its sentence."""
        return bool(self.by_role or self.governor or self.done or self.hanging)

    @cached_property
    def speaking(self) -> frozenset[str]:
        """The words that stop wherever they stand in the sentence."""
        return frozenset(self.sentence)


class Unless(Condition):
    """What stops one rule: its own words, and the exclusions it names."""

    exclusions: tuple[str, ...] = ()


class Example(_Strict):
    """A sentence that must give an event of the rule's type (or of `sub_event_type`), or nothing."""

    text: str
    expect: Literal["event", "nothing"] = "event"
    sub_event_type: SubEventType | None = None
    actor: str | None = None
    target: str | None = None


class Topic(_Strict):
    """What an article is about, by its vocabulary.

    Attributes:
        words: single words, lower case; each counts once, however often it stands there.
        least: with so many of them an article can be about it,
        share: if they also are this part of its different words, so that a long article needs more of them.
        unless: one of these words tells of a conflict all the same.
    """

    words: frozenset[str] = Field(min_length=1)
    least: int = Field(ge=1)
    share: float = Field(gt=0, le=1)
    unless: frozenset[str] = frozenset()

    def is_of(self, words: frozenset[str]) -> bool:
        """Whether an article of these words is about it."""
        told = len(self.words & words)
        return told >= max(self.least, self.share * len(words)) and self.unless.isdisjoint(words)


class Exclusion(Condition):
    """A named sense in which conflict words tell of no conflict ("sport", "disasters"); rules refer to it by id.

    Attributes:
        about: what it keeps out, in one sentence.
        event_types: rules of these event types have it without naming it.
        article: an article with so many of the `sentence` words is excluded as a whole.
        topic: an article about it is excluded as a whole.
        examples: sentences that must give nothing, or an event in spite of the exclusion.
    """

    id: str
    about: str
    event_types: tuple[EventType, ...] = ()
    article: int | None = Field(default=None, ge=1)
    topic: Topic | None = None
    examples: tuple[Example, ...]

    def bars(self, counts: Mapping[str, int], words: frozenset[str]) -> bool:
        """Whether it holds throughout an article with so many of each word."""
        often = self.article is not None and sum(counts[w] for w in self.speaking & words) >= self.article
        return often or (self.topic is not None and self.topic.is_of(words))


class ExclusionFile(_Strict):
    """`data/exclusions/*.toml`."""

    exclusion: tuple[Exclusion, ...]


class Rule(_Strict):
    """One event rule.

    Attributes:
        verbs: trigger lemmas; two words are a verb with its particle or object ("blow up", "open fire").
        nouns: trigger lemmas; several words must stand together ("car bomb"), hyphens do not matter.
        level: 0 harm only, 1 generic, 2 specific.
        any_of: at least one of "actor", "target", "weapon", "place", "date", "casualty" must be there.
        opponent: where the other side stands ("retook the town from the rebels"); it becomes a target.
        site: what must be there beside actor and target: a place ("drove the rebels out of the village"), the means
            ("struck the town with missiles"), or by `words` alone the occasion ("arrested ten people at a rally").
        reciprocal: two sides do it to each other; where only actors are named, the first acts and the others are hit.
        finite: a verb that describes a noun does not count ("rebels fighting the president").
        passive: only a verb in the passive counts, one that leaves open who did it ("the convoy was attacked").
        target_is_place: what fills `target` is where it happened, not whom it was done to.
        company: it is an event only where another event is told nearby ("police arrested four people").
        unless: exclusions.
        only: at least one of these words must stand in the sentence.
    """

    id: str
    sub_event_type: SubEventType
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    level: int = Field(default=2, ge=0, le=2)
    priority: int = 0
    actor: Slot = Slot(roles=("subject", "possessor", "prep:by"))
    target: Slot = Slot(roles=("object",))
    opponent: Slot | None = None
    site: Slot | None = None
    reciprocal: bool = False
    finite: bool = False
    passive: bool = False
    target_is_place: bool = False
    company: bool = False
    any_of: tuple[Literal["actor", "target", "weapon", "place", "date", "casualty"], ...] = ()
    unless: Unless = Unless()
    only: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()


class RuleFile(_Strict):
    """A file of `data/events`: rules of one event type."""

    event_type: EventType
    rule: tuple[Rule, ...]


class Refinement(_Strict):
    """Turns one sub-event type into its neighbour by who acts, who suffers, and with what.

    All the conditions given must hold. `weapons` are classes of the weapon lexicon; `words` are lemmas in the sentence,
    `target_words` and `actor_words` lemmas in the phrase of a target or actor, `trigger_words` lemmas of the trigger's
    head; `against_words` are lemmas in the phrase of one side of a fight whose other side is not armed; a mention of
    `below_level` or more says too exactly what it is to be turned.
    """

    id: str
    given: tuple[SubEventType, ...]
    to: SubEventType
    actor_kinds: tuple[ActorKind, ...] = ()
    target_kinds: tuple[ActorKind, ...] = ()
    no_target_kinds: tuple[ActorKind, ...] = ()
    armed_target: bool | None = None
    armed_actor: bool | None = None
    weapons: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    target_words: tuple[str, ...] = ()
    actor_words: tuple[str, ...] = ()
    trigger_words: tuple[str, ...] = ()
    against_words: tuple[str, ...] = ()
    below_level: int | None = None


class RefinementFile(_Strict):
    """`data/refinements/*.toml`."""

    refinement: tuple[Refinement, ...]


@dataclass(frozen=True, slots=True)
class Trigger:
    """A trigger pattern: its lemmas in order, verb or noun, its rule, and what stops the rule (id, words)."""

    words: tuple[str, ...]
    verb: bool
    rule: Rule
    event_type: EventType
    exclusions: tuple[tuple[str, Condition], ...] = ()


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All rules, indexed by the lemma of the trigger's head; longer patterns and higher priority first."""

    triggers: dict[str, tuple[Trigger, ...]]
    refinements: tuple[Refinement, ...]
    rules: dict[str, Rule]
    exclusions: dict[str, Exclusion]

    def barred(self, text: str) -> frozenset[str]:
        """Exclusions that hold throughout an article."""
        counts: Counter[str] = Counter()
        for word, times in Counter(text.lower().split()).items():
            counts[word.strip(MARKS)] += times
        words = frozenset(counts)
        return frozenset(name for name, exclusion in self.exclusions.items() if exclusion.bars(counts, words))


def _triggers(event_type: EventType, rule: Rule, exclusions: dict[str, Exclusion]) -> Iterable[tuple[str, Trigger]]:
    named = (*rule.unless.exclusions, *(e.id for e in exclusions.values() if event_type in e.event_types))
    unknown = [name for name in named if name not in exclusions]
    if unknown:
        msg = f"rule {rule.id!r}: no exclusion named {', '.join(map(repr, unknown))}"
        raise DataFileError(msg)
    stops = ((rule.id, rule.unless), *((name, exclusions[name]) for name in dict.fromkeys(named)))
    for pattern in rule.verbs:
        words = tuple(pattern.split())
        yield words[0], Trigger(words, verb=True, rule=rule, event_type=event_type, exclusions=stops)
    for pattern in rule.nouns:
        words = tuple(pattern.split())
        yield words[-1], Trigger(words, verb=False, rule=rule, event_type=event_type, exclusions=stops)


@lru_cache(maxsize=8)
def load_rules(resources: Resources) -> RuleBook:
    """The rule book of the built-in rules, exclusions and refinements with overlays laid over by id.

    Raises:
        DataFileError: a file breaks its model, a sub-event type stands under the wrong event type, or a rule names an
            exclusion that there is not.
    """
    exclusions: dict[str, Exclusion] = {}
    for path, raw in resources.toml("exclusions"):
        exclusions.update({e.id: e for e in validated(ExclusionFile, raw, str(path)).exclusion})
    rules: dict[str, tuple[EventType, Rule]] = {}
    for path, raw in resources.toml("events"):
        file = validated(RuleFile, raw, str(path))
        for rule in file.rule:
            rules[rule.id] = (file.event_type, rule)
    index: dict[str, list[Trigger]] = {}
    for event_type, rule in rules.values():
        if EVENT_TYPE_OF[rule.sub_event_type] != event_type:
            msg = f"rule {rule.id!r}: {rule.sub_event_type} belongs to {EVENT_TYPE_OF[rule.sub_event_type]}"
            raise DataFileError(msg)
        for head, trigger in _triggers(event_type, rule, exclusions):
            index.setdefault(head, []).append(trigger)
    refinements: dict[str, Refinement] = {}
    for path, raw in resources.toml("refinements"):
        for refinement in validated(RefinementFile, raw, str(path)).refinement:
            refinements[refinement.id] = refinement
    ordered = {
        head: tuple(sorted(found, key=lambda t: (-len(t.words), -t.rule.priority, t.rule.id)))
        for head, found in index.items()
    }
    return RuleBook(ordered, tuple(refinements.values()), {k: rule for k, (_, rule) in rules.items()}, exclusions)

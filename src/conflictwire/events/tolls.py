"""Which happening a toll belongs to, where the words that give the toll name none themselves."""

import dataclasses
from collections.abc import Callable, Iterable, Sequence

from spacy.tokens import Token

from conflictwire.entities.parsed import Parsed
from conflictwire.entities.words import sentence_of, words_of
from conflictwire.events.mentions import CasualtyMention, EventMention
from conflictwire.events.roles import Roles, normal
from conflictwire.events.rules import RuleBook, Trigger
from conflictwire.schema import CasualtyKind, CasualtyWho, EventType, Status, SubEventType

__all__ = ["add_dependent_tolls", "distinct_tolls", "tied", "with_loose_tolls"]

VERBS = ("VERB", "AUX")
# rules that share verbs with harm ("lost", "found", "captured") but count nobody
HARMLESS_TYPES = frozenset({EventType.STRATEGIC_DEVELOPMENTS})
GAINS = frozenset(
    {
        SubEventType.GOVERNMENT_REGAINS_TERRITORY,
        SubEventType.NON_STATE_ACTOR_OVERTAKES_TERRITORY,
        SubEventType.NON_VIOLENT_TRANSFER_OF_TERRITORY,
        SubEventType.DISRUPTED_WEAPONS_USE,
    }
)


# how many sentences back the happening of a toll may stand that names none; "no casualties" often ends the report
REACH = 2
REACH_OF_NOBODY = 4
# the first sentences, headline included, which tell the news in short
LEDE = 2
# words between coordinated counts ("his bodyguard and driver")
COORDINATED = 4
LONGEST_LIST = 8
# steps of which a report may say that nobody was hurt
BLOODLESS = frozenset({SubEventType.LOOTING_PROPERTY_DESTRUCTION, SubEventType.DISRUPTED_WEAPONS_USE})
ALWAYS = frozenset({CasualtyKind.DETAINED, CasualtyKind.ABDUCTED})


def _fires(trigger: Trigger, token: Token) -> bool:
    """The words of a trigger pattern stand around its head."""
    known, words = words_of(token.doc), trigger.words
    if trigger.verb:
        stop = min(token.i + 6, sentence_of(token).end)
        following = {*known.lower[token.i : stop], *known.normals[token.i : stop]}
        return token.pos_ in VERBS and following.issuperset(words)
    first = token.i - len(words) + 1
    return (
        first >= 0
        and token.pos_ not in VERBS
        and all(w in (known.lower[i], known.normals[i]) for i, w in enumerate(words, start=first))
    )


def _level(token: Token, book: RuleBook, kind: CasualtyKind) -> int | None:
    """Level of the most specific rule that the token may trigger and that fits a toll of a kind; None for no rule."""
    found = book.triggers.get(normal(token), ()) or book.triggers.get(token.lower_, ())
    fitting = (
        t
        for t in found
        if t.rule.sub_event_type not in GAINS
        and (kind in (CasualtyKind.DETAINED, CasualtyKind.DISPLACED) or t.event_type not in HARMLESS_TYPES)
    )
    return max((t.rule.level for t in fitting if _fires(t, token)), default=None)


def _steps(a: Token, b: Token, roles: Roles) -> int:
    path = {t.i: n for n, t in enumerate((a, *roles.climb(a)))}
    return min((n + path[t.i] for n, t in enumerate((b, *roles.climb(b))) if t.i in path), default=99)


def tied(mention: CasualtyMention, parsed: Parsed, roles: Roles, book: RuleBook) -> CasualtyMention:
    """The toll with a predicate that can name an event.

    "Left nine dead" or "the toll rose to 41" name none themselves: the nearest happening in the parse takes the toll,
    else the chief one of the sentence before.
    """
    doc = parsed.doc
    predicate = doc[mention.predicate]
    sentence = sentence_of(predicate)
    levels = [
        (level, t)
        for t in words_of(doc).tokens[sentence.start : sentence.end]
        if t.i != predicate.i and (level := _level(t, book, mention.kind)) is not None
    ]
    own = _level(predicate, book, mention.kind)
    # a sentence that only counts the wounded or displaced goes on with the event before
    goes_on = (
        mention.kind in (CasualtyKind.WOUNDED, CasualtyKind.DISPLACED)
        and all(level == 0 for level, _ in [*levels, (own or 0, predicate)])
        and not any(t.ent_type_ in ("DATE", "GPE", "LOC") for t in sentence)
    )
    # a noun of harm ("the bodies of six men") stands behind a verb or noun that tells the event itself
    weak = own == 0 and predicate.pos_ == "NOUN" and any(level for level, _ in levels)
    if own is not None and mention.high != 0 and not goes_on and not weak:
        return mention
    if weak:
        levels = [found for found in levels if found[0]]
    if levels and not goes_on:
        best = min(levels, key=lambda found: (_steps(predicate, found[1], roles), -found[0]))
        return dataclasses.replace(mention, predicate=best[1].i)
    if sentence.start and not (mention.high == 0 and mention.entity is not None):
        before = [
            (level, t)
            for t in sentence_of(doc[sentence.start - 1])
            if (level := _level(t, book, mention.kind)) is not None and level
        ]
        if before:
            return dataclasses.replace(mention, predicate=max(before, key=lambda found: (found[0], -found[1].i))[1].i)
    return mention


def _fits(mention: EventMention, toll: CasualtyMention) -> bool:
    """An event of this type can have such a toll: forces are not hit where civilians are."""
    if toll.kind in ALWAYS or (toll.high == 0 and mention.sub_event_type in BLOODLESS):
        return True
    apart = toll.who == CasualtyWho.STATE_FORCES and mention.event_type == EventType.VIOLENCE_AGAINST_CIVILIANS
    return mention.event_type not in HARMLESS_TYPES and not apart


def _home(toll: CasualtyMention, mentions: Sequence[EventMention], parsed: Parsed, roles: Roles) -> int | None:
    """Index of the mention that a loose toll belongs to: the nearest in its sentence, else the chief one before."""
    doc = parsed.doc
    sentence, predicate = sentence_of(doc[toll.head]), doc[toll.predicate]
    fitting = [(i, m) for i, m in enumerate(mentions) if _fits(m, toll)]
    here = [(i, m) for i, m in fitting if sentence.start <= m.head < sentence.end]
    if here:
        return min(here, key=lambda im: (_steps(predicate, doc[im[1].head], roles), -im[1].level))[0]
    for _ in range(REACH_OF_NOBODY if toll.high == 0 else REACH):
        if sentence.start == 0 or toll.lasting or (toll.high == 0 and toll.entity is not None):
            return None
        sentence = sentence_of(doc[sentence.start - 1])
        before = [(i, m) for i, m in fitting if sentence.start <= m.head < sentence.end]
        if before:
            return max(before, key=lambda im: (im[1].level, -im[1].start))[0]
    return None


def with_loose_tolls(
    mentions: Sequence[EventMention],
    tolls: Iterable[CasualtyMention],
    parsed: Parsed,
    roles: Roles,
    told: Callable[[Token], bool],
) -> list[EventMention]:
    """The mentions with the tolls whose own words matched no rule.

    Args:
        mentions: event mentions, in text order.
        tolls: all tolls of the article.
        parsed: the article.
        roles: its frames.
        told: whether the words at a token tell of something that happened, and not of many incidents at once.
    """
    held = {(toll.start, toll.kind) for mention in mentions for toll in mention.casualties}
    out = list(mentions)
    for toll in tolls:
        if (toll.start, toll.kind) in held or not told(parsed.doc[toll.predicate]):
            continue
        home = _home(toll, out, parsed, roles)
        if home is not None:
            out[home] = dataclasses.replace(out[home], casualties=(*out[home].casualties, toll))
    return out


def add_dependent_tolls(groups: Sequence[list[EventMention]], dependent: Sequence[EventMention]) -> None:
    """Tolls of harm that is no event by itself ("One soldier was also hurt") go to the event told right before."""
    for mention in dependent:
        if mention.level or mention.other or mention.background or mention.status != Status.OCCURRED:
            continue
        reach = REACH_OF_NOBODY if all(toll.high == 0 for toll in mention.casualties) else REACH
        homes = [
            group
            for group in groups
            if 0 < mention.sentence - group[-1].sentence <= reach
            and not (mention.date and group[-1].date and mention.date != group[-1].date)
            and group[0].status in (Status.OCCURRED, Status.ATTEMPTED)
        ]
        home = max(homes, key=lambda group: (group[-1].sentence, group[0].level), default=None)
        if home is None and mention.sentence <= LEDE:
            home = _announced(mention, groups)
        tolls = () if home is None else tuple(t for t in mention.casualties if _fits(home[0], t) and not t.lasting)
        if home is not None and tolls:
            home[-1] = dataclasses.replace(home[-1], casualties=(*home[-1].casualties, *tolls))


def _announced(mention: EventMention, groups: Sequence[list[EventMention]]) -> list[EventMention] | None:
    """The event that a lede counts the dead of before the story tells it."""
    after = [group for group in groups if 0 < group[0].sentence - mention.sentence <= REACH]
    fitting = [group for group in after if not group[0].background and group[0].status == Status.OCCURRED]
    return min(fitting, key=lambda group: group[0].sentence, default=None)


def _coordinated(a: CasualtyMention, b: CasualtyMention) -> bool:
    """Two counts of one list ("his bodyguard and driver were killed"): other people, whatever their number.

    So are two people of whom one sentence tells apart ("killed a cleric and, in the next street, a guard").
    """
    first, second = sorted((a, b), key=lambda toll: toll.start)
    same = a.entity is not None and a.entity == b.entity
    known = a.entity is not None and b.entity is not None
    near = a.sentence == b.sentence and (known or 0 <= second.start - first.end <= COORDINATED)
    return a.kind == b.kind and not same and near


def _is_hedged(toll: CasualtyMention, other: CasualtyMention) -> bool:
    """Another form says the same with "at least", and not of other people in the same list."""
    same = toll.kind == other.kind and toll.high == toll.low == other.low
    return same and not _coordinated(toll, other)


def distinct_tolls(tolls: Sequence[CasualtyMention]) -> list[CasualtyMention]:
    """The tolls of an event without repeats; one without any number only where no other of its kind has one.

    A headline drops the hedge ("four killed" for "at least four"): the hedged form stands for both. Equal numbers in
    one list count different people; that some came off unhurt counts only where nobody else was hurt.
    """
    numbered = {t.kind for t in tolls if t.low is not None or t.high is not None}
    hedged = [t for t in tolls if t.high is None and t.low is not None]
    if any(t.high != 0 for t in tolls):
        tolls = [t for t in tolls if t.high != 0 or t.entity is None]
    kept: list[CasualtyMention] = []
    same: dict[tuple[CasualtyKind, int | None, int | None], list[CasualtyMention]] = {}
    for toll in tolls:
        listed = any(_coordinated(other, toll) for other in kept[-LONGEST_LIST:])
        if toll.low is None and toll.high is None and toll.kind in numbered and not listed:
            continue
        if any(_is_hedged(toll, other) for other in hedged):
            continue
        twins = same.setdefault((toll.kind, toll.low, toll.high), [])
        near = twins[-LONGEST_LIST:]
        if not twins or (any(_coordinated(t, toll) for t in near) and all(t.start != toll.start for t in near)):
            twins.append(toll)
            kept.append(toll)
    return kept

"""Finds event mentions: triggers by their lemma, arguments by the frame, constraints by the rule."""

import dataclasses
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from spacy.tokens import Span, Token

from conflictwire.entities.parsed import ActorMention, Parsed
from conflictwire.entities.words import children_of, sentence_of, words_of
from conflictwire.events.filling import candidates, fill, is_filled
from conflictwire.events.mentions import EventMention
from conflictwire.events.refining import refine
from conflictwire.events.roles import Frame, Roles, normal
from conflictwire.events.rules import Condition, RuleBook, Slot, Trigger
from conflictwire.events.scene import Scene
from conflictwire.events.syntax import OBJECT, Syntax
from conflictwire.events.triggers import in_other_form, trigger_span

__all__ = ["Miss", "Reason", "could_fire", "match", "trials"]

# words of a trigger that lend it their arguments
LENDING = ("NOUN", "ADJ", "ADV", "VERB")
PARTICLE = ("compound:prt", "prt")  # an object may be a particle to some parsers: "shelled out"
PLACE_REACH = 4  # from a noun to the name of the place that it belongs to
# "rocket fire on Tripoli" hits the town, "the blast in Tripoli" is there
AIMED = ("prep:on", "prep:against", "prep:at")
# Why a rule whose trigger word stands in the sentence did not fire.
Reason = Literal["name", "words", "excluded", "only", "actor", "target", "site", "any_of", "superseded"]


class Miss(NamedTuple):
    """A rule that was tried and did not fire.

    Attributes:
        trigger: the pattern tried.
        start, end: tokens of the trigger, or of its head where the pattern's other words are missing.
        reason: "name" (the word is part of a name), "words" (used otherwise, or the rest of the pattern is missing),
            "excluded", "only" (none of the words that the rule wants in the sentence), "actor", "target" or
            "site" (required and not filled), "any_of" (nothing of what the rule wants one of), "superseded" (another
            trigger has the words).
        detail: the exclusion that stopped it, or the roles or arguments that were lacking.
        frame: the arguments around the trigger, when they were looked at.
        anaphor: what it is if all it does is take up an event told before ("the arrests took place on Friday").
    """

    trigger: Trigger
    start: int
    end: int
    reason: Reason
    detail: tuple[str, ...] = ()
    frame: Frame | None = None
    anaphor: EventMention | None = None


@dataclass(frozen=True, slots=True)
class _Sentence:
    """What a rule may ask of the sentence around its trigger.

    Attributes:
        index: number of the sentence.
        lemmas: lemmas and lower-cased forms of its words.
        barred: exclusions that hold throughout the article.
        venues: nouns of places that are called after what goes on there.
        stopped: whether an exclusion holds at a trigger, as far as asked; many rules share an exclusion.
    """

    index: int
    lemmas: frozenset[str]
    barred: frozenset[str]
    venues: frozenset[str]
    stopped: dict[tuple[str, int, tuple[int, int]], bool] = field(default_factory=dict)


def _named(head: Token) -> bool:
    """The word is part of a name of a person, organisation or work rather than a description."""
    return (
        head.ent_type_ in ("ORG", "PERSON", "WORK_OF_ART", "FAC") and head.pos_ == "PROPN" and not head.text.isupper()
    )


def _stops(unless: Condition, head: Token, frame: Frame, sentence: _Sentence) -> bool:
    # the trigger does not stop itself ("stormed the palace" is no storm)
    said = sentence.lemmas & unless.speaking - {normal(head)}
    if said and _holds(said, _beside(head, frame, sentence.venues)):
        return True
    if not unless.beside:
        return False
    if any(role in frame.roles and _holds(words, frame.roles[role]) for words, role in unless.by_role):
        return True
    if unless.object and _holds(unless.object, (c for c in children_of(head) if c.dep_ in PARTICLE)):
        return True
    ties = ((unless.governor, _modified), (unless.done, Syntax.done_to), (unless.hanging, Syntax.hangs_on))
    if any(words and _holds(words, tokens(head)) for words, tokens in ties):
        return True
    return bool(unless.modifier) and head.i > sentence_of(head).start and head.nbor(-1).lower_ in unless.modifier


def _beside(head: Token, frame: Frame, venues: frozenset[str]) -> Iterator[Token]:
    """The words of the trigger's sentence but for what describes a place, or those who are hit.

    "A bomb in a movie theater" tells of no film, "shot a court clerk" of no trial.
    """
    about = [at for hit in frame.roles.get("object", ()) for at in Syntax.describing(hit) if at != head.i]
    for token in sentence_of(head):
        noun = Syntax.modified(token)
        if token.i not in about and (noun is None or normal(noun) not in venues):
            yield token


def _modified(head: Token) -> Iterator[Token]:
    """The noun that the trigger describes, if any."""
    noun = Syntax.modified(head)
    if noun is not None:
        yield noun


def _holds(words: Container[str], tokens: Iterable[Token]) -> bool:
    """Whether the lemma or form of a token is one of the words."""
    return any(normal(t) in words or t.lower_ in words for t in tokens)


def _split(
    actors: tuple[ActorMention, ...], targets: tuple[ActorMention, ...], between: set[int]
) -> tuple[tuple[ActorMention, ...], tuple[ActorMention, ...]]:
    """The two sides of a fight of which only one list is given ("clashes between the army and rebels").

    Whoever stands after "between" is a side, even where somebody is hit besides.
    """
    other = tuple(a for a in actors[1:] if a.kind != actors[0].kind or a.country != actors[0].country or a.proper)
    if any(a.head in between for a in other):
        first = tuple(a for a in actors if a not in other)
        sides = {a.kind for a in other} - {a.kind for a in first}
        return first, (*other, *(t for t in targets if t.armed and t.kind in sides))
    if targets or not other:
        return actors, targets
    return tuple(a for a in actors if a not in other), other


def _whole_frame(roles: Roles, head: Token, span: tuple[int, int]) -> Frame:
    """The frame of the trigger; a word inside it lends what hangs on it ("took control of Gao", "set ablaze a bus")."""
    frame = roles.frame(head)
    last = head.doc[span[1] - 1]
    if last.i <= head.i or last.pos_ not in LENDING:
        return frame
    lent = {role: found for role, found in roles.frame(last).roles.items() if role.startswith("prep:")}
    things = tuple(child for child in children_of(last) if child.dep_ in OBJECT)
    if things:
        lent["object"] = things
    own = {role: tuple(t for t in found if t.i != last.i) for role, found in frame.roles.items()}
    return Frame(head, frame.passive, {**lent, **{role: found for role, found in own.items() if found}})


class _Site(NamedTuple):
    """A trigger pattern at a place in the text: the token that governs the arguments, the span, the arguments."""

    trigger: Trigger
    head: Token
    span: tuple[int, int]
    frame: Frame


def could_fire(words: Span, roles: Roles, book: RuleBook, barred: frozenset[str], parties: frozenset[str]) -> bool:
    """Whether a rule may fire in a sentence, by its parse alone.

    A trigger is used as such, no exclusion holds, and what fills a required slot is a name, a pronoun, a number, or has
    one of the words `parties`. A sentence of which this is not true gives no mention, whatever the article names.
    """
    known = words_of(words.doc)
    lemmas = frozenset((*known.normals[words.start : words.end], *known.lower[words.start : words.end]))
    sentence = _Sentence(0, lemmas, barred, roles.venues)
    if book.triggers.keys().isdisjoint(lemmas):
        return False
    for at in range(words.start, words.end):
        head, forms = known.tokens[at], dict.fromkeys((known.normals[at], known.lower[at]))
        for trigger in (t for form in forms for t in book.triggers.get(form, ())):
            span = trigger_span(trigger, head, roles)
            if span is None:
                continue
            governor = head.doc[span[0]] if not trigger.verb and "of" in trigger.words else head
            site = _Site(trigger, governor, span, _whole_frame(roles, governor, span))
            slots = (trigger.rule.actor, trigger.rule.target)
            if _barred(site, sentence) is None and all(_fillable(slot, site.frame, parties) for slot in slots):
                return True
    return False


def _fillable(slot: Slot, frame: Frame, parties: frozenset[str]) -> bool:
    """Whether something in the slot's roles may turn out to be a party, or the slot may stay empty."""
    if not slot.required:
        return True
    fillers = candidates(slot, frame)
    if slot.words:
        fillers = (token for token in fillers if _holds(slot.words, token.subtree))
    if slot.types == ("place",):
        return any(_may_be_place(token, parties) for token in fillers)
    return any(
        t.pos_ in ("PRON", "PROPN", "NUM", "ADJ")
        or not t.text[:1].islower()
        or not parties.isdisjoint(form for word in t.subtree for form in (word.lower_, normal(word)))
        for t in fillers
    )


def _may_be_place(token: Token, parties: frozenset[str]) -> bool:
    """A name, one of the words `parties`, or a noun right before a name ("parts of Gao")."""
    named = any(t.is_alpha and not t.text[:1].islower() for t in token.doc[token.i : token.i + PLACE_REACH])
    return named or token.lower_ in parties or normal(token) in parties


def _try(trigger: Trigger, head: Token, scene: Scene, sentence: _Sentence) -> EventMention | Miss:
    """The mention that a rule gives at a token, or why it gives none."""
    rule = trigger.rule
    span = trigger_span(trigger, head, scene.roles)
    if span is None or in_other_form(rule, head, scene.roles):
        return Miss(trigger, head.i, head.i + 1, "words", trigger.words)
    if not trigger.verb and "of" in trigger.words:
        head = head.doc[span[0]]  # "exchange of fire": the first noun governs the arguments
    site = _Site(trigger, head, span, _whole_frame(scene.roles, head, span))
    lacking = ("excluded", ("averted",)) if scene.is_averted(head) else _barred(site, sentence)
    if lacking is not None:
        return Miss(trigger, *span, *lacking, site.frame)
    actors = fill(rule.actor, site.frame, scene, head)
    actors = tuple(a for a in actors if not scene.roles.negated(head.doc[a.head]))  # "no group claimed the attack"
    targets = fill(rule.target, site.frame, scene, head)
    targets = tuple(t for t in targets if all(t.head != a.head for a in actors))
    if rule.reciprocal:
        between = {t.i for t in site.frame.roles.get("prep:between", ())}
        actors, targets = _split(actors, targets, between)
    lacking = _unfilled(site, actors, targets, scene)
    if lacking is not None:
        back = lacking[0] in ("actor", "target") and not trigger.verb and scene.takes_up(head)
        anaphor = _mention(site, scene, sentence.index, actors, targets) if back else None
        return Miss(trigger, *span, *lacking, site.frame, anaphor)
    mention = _mention(site, scene, sentence.index, actors, targets)
    mention = dataclasses.replace(mention, vague=scene.is_vague(head, mention))
    taken = rule.target_is_place and bool(targets) and "target" in rule.any_of
    if rule.any_of and not taken and not any(_has(mention, name) for name in rule.any_of):
        if mention.reference and not trigger.verb:
            return dataclasses.replace(mention, anaphor=True)
        return Miss(trigger, *span, "any_of", rule.any_of, site.frame)
    return mention


def _barred(site: _Site, sentence: _Sentence) -> tuple[Reason, tuple[str, ...]] | None:
    """The exclusion that stops the rule here, or the words that it wants in the sentence."""
    for name, condition in site.trigger.exclusions:
        if name in sentence.barred:
            return "excluded", (name,)
        at = name, site.head.i, site.span
        if at not in sentence.stopped:
            sentence.stopped[at] = _stops(condition, site.head, site.frame, sentence)
        if sentence.stopped[at]:
            return "excluded", (name,)
    only = site.trigger.rule.only
    return ("only", only) if only and sentence.lemmas.isdisjoint(only) else None


def _unfilled(
    site: _Site, actors: tuple[ActorMention, ...], targets: tuple[ActorMention, ...], scene: Scene
) -> tuple[Reason, tuple[str, ...]] | None:
    """The first slot that the rule requires and that nothing fills."""
    rule = site.trigger.rule
    if rule.actor.required and not actors:
        return "actor", rule.actor.roles
    if rule.target.required and not targets:
        return "target", rule.target.roles
    if rule.site is not None and rule.site.required and not is_filled(rule.site, site.frame, scene, site.head):
        return "site", rule.site.roles
    return None


def _mention(
    site: _Site, scene: Scene, sentence: int, actors: tuple[ActorMention, ...], targets: tuple[ActorMention, ...]
) -> EventMention:
    rule, head, span = site.trigger.rule, site.head, site.span
    return EventMention(
        rule_id=rule.id,
        event_type=site.trigger.event_type,
        sub_event_type=rule.sub_event_type,
        level=rule.level,
        start=span[0],
        end=span[1],
        head=head.i,
        sentence=sentence,
        actors=tuple(doer for actor in actors for doer in scene.doers(actor)),
        targets=_real_targets(site, targets, scene),
        weapons=scene.weapons(head, span, rule.sub_event_type),
        place=scene.place(head, site.frame),
        date=scene.date(head),
        casualties=scene.casualties_of(head),
        reference=scene.refers_back(head),
        by_known=scene.by_known(head),
        other=scene.is_another(head),
        indefinite=scene.is_indefinite(head),
        several=head.tag_ in ("NNS", "NNPS"),
        numbered=scene.is_numbered(head),
        day_words=scene.date_words(head),
        aside=scene.is_aside(head),
        in_title=scene.in_title(head),
        company=rule.company,
        rules=(rule.id,),
    )


def _real_targets(site: _Site, targets: tuple[ActorMention, ...], scene: Scene) -> tuple[ActorMention, ...]:
    """Targets without what is only the place of the event, plus the opponent, or the building where it was."""
    rule = site.trigger.rule
    if rule.target_is_place:
        targets = tuple(t for t in targets if t.armed)
    elif not site.trigger.verb:
        aimed = {t.i for role in AIMED for t in site.frame.roles.get(role, ())}
        targets = tuple(t for t in targets if t.armed or t.head in aimed or scene.place_of_party(t) is None)
    inside = {t.i for t in site.frame.roles.get("prep:in", ())}
    if "target" not in rule.any_of:  # what was done in a town was not done to it
        targets = tuple(t for t in targets if t.armed or t.head not in inside or scene.place_of_party(t) is None)
    if rule.opponent is not None:
        more = fill(rule.opponent, site.frame, scene, site.head)
        targets = (*targets, *(t for t in more if t.armed or scene.place_of_party(t) is None))
    return targets


def _has(mention: EventMention, name: str) -> bool:
    return bool(
        {
            "actor": mention.actors,
            "target": mention.targets,
            "weapon": mention.weapons,
            "place": mention.place,
            "date": mention.date,
            "casualty": mention.casualties,
        }[name]
    )


def _first_that_fires(
    head: Token, scene: Scene, book: RuleBook, sentence: _Sentence, missed: Callable[[Miss], None]
) -> tuple[Trigger, EventMention] | None:
    """The mention of the first rule that fires at a token; the misses before it go to `missed`."""
    forms = dict.fromkeys((normal(head), head.lower_))  # "firing" the noun keeps its form, the verb has a lemma
    triggers = [trigger for form in forms for trigger in book.triggers.get(form, ())]
    if triggers and (_named(head) or scene.in_date(head.i)):
        missed(Miss(triggers[0], head.i, head.i + 1, "name"))
        return None
    anaphor: tuple[Trigger, EventMention] | None = None
    excluded = False
    for trigger in triggers:
        found = _try(trigger, head, scene, sentence)
        if isinstance(found, EventMention):
            return trigger, found
        missed(found)
        excluded = excluded or found.reason == "excluded"
        if anaphor is None and found.anaphor is not None:
            anaphor = trigger, dataclasses.replace(found.anaphor, anaphor=True, level=0)
    return None if excluded else anaphor


def _sentence_trials(
    words: Span, sentence: _Sentence, scene: Scene, book: RuleBook
) -> tuple[tuple[EventMention, ...], tuple[Miss, ...]]:
    """Event mentions of a sentence in text order, and the rules tried that did not fire."""
    misses: list[Miss] = []
    known, triggers = words_of(words.doc), book.triggers
    found = [
        fired
        for at in range(words.start, words.end)
        if (known.normals[at] in triggers or known.lower[at] in triggers)
        and (fired := _first_that_fires(known.tokens[at], scene, book, sentence, misses.append)) is not None
    ]
    kept: list[EventMention] = []
    taken: set[int] = set()
    for trigger, mention in sorted(found, key=lambda f: (f[1].start - f[1].end, -f[1].level, f[1].start)):
        if taken.isdisjoint(range(mention.start, mention.end)):
            taken.update(range(mention.start, mention.end))
            kept.append(refine(mention, book, scene, sentence.lemmas))
        else:
            misses.append(Miss(trigger, mention.start, mention.end, "superseded"))
    return tuple(sorted(kept, key=lambda m: m.start)), tuple(misses)


def trials(
    parsed: Parsed, scene: Scene, book: RuleBook
) -> Iterator[tuple[Span, tuple[EventMention, ...], tuple[Miss, ...]]]:
    """Each sentence with its event mentions, and with the rules that were tried and did not fire."""
    known = words_of(parsed.doc)
    barred = book.barred(parsed.document.text)
    for index, words in enumerate(known.sentences):
        inside = [at for at in range(words.start, words.end) if not scene.in_date(at)]
        lemmas = frozenset((*(known.normals[at] for at in inside), *(known.lower[at] for at in inside)))
        yield (words, *_sentence_trials(words, _Sentence(index, lemmas, barred, scene.roles.venues), scene, book))


def match(parsed: Parsed, scene: Scene, book: RuleBook) -> tuple[EventMention, ...]:
    """Event mentions of a parsed article, in text order."""
    return tuple(mention for _, found, _ in trials(parsed, scene, book) for mention in found)

"""Builds the explanation of a parsed article from what each stage says about its decisions."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from conflictwire.entities.parsed import ActorMention, Parsed
from conflictwire.events import find_events
from conflictwire.events.mentions import EventMention
from conflictwire.events.roles import normal
from conflictwire.events.scene import Scene
from conflictwire.events.trace import SentenceTrace, Trial, trace
from conflictwire.explanation import Attempt, Reason, RecordExplanation, SentenceExplanation
from conflictwire.resources import Resources
from conflictwire.schema import Span, Status
from conflictwire.settings import Settings
from conflictwire.validation import Checked, checked
from conflictwire.validation.confidence import load_model
from conflictwire.validation.records import RecordMaker

__all__ = ["explain_events"]

SHOWN_ATTEMPTS = 5
NEGATIONS = frozenset({"not", "n't", "no", "never", "none", "without", "nobody", "neither"})
# why a rule did not fire -> what to say about it; the words in braces are fields of the attempt
MESSAGES = {
    "name": "{rule}: {trigger!r} is part of a name or a date",
    "words": "{rule}: {trigger!r} is used otherwise, or the rest of {lacking} is missing",
    "excluded": "{rule}: stopped by the exclusion {lacking}",
    "only": "{rule}: none of the words {lacking} stands in the sentence",
    "actor": "{rule}: no suitable actor in the roles {lacking}{roles}",
    "target": "{rule}: no suitable target in the roles {lacking}{roles}",
    "site": "{rule}: no suitable place in the roles {lacking}{roles}",
    "any_of": "{rule}: wants one of {lacking} and finds none{roles}",
    "superseded": "{rule}: another rule has the words {trigger!r}",
}


def explain_events(
    parsed: Parsed | None, whole: Parsed, resources: Resources, settings: Settings, *, doc_id: str | None = None
) -> tuple[tuple[RecordExplanation, ...], tuple[SentenceExplanation, ...]]:
    """Every event of an article with its reasons, and every sentence with the rules tried in it.

    Args:
        parsed: what the gate lets be read of the article; None for nothing.
        whole: all of it.
        resources: data files.
        settings: options.
        doc_id: the caller's id.

    Raises:
        DataFileError: a data file is broken.
    """
    if parsed is None:
        return (), tuple(_Explainer(whole, resources).sentences({}))
    results = checked(find_events(parsed, resources), parsed, resources, settings, doc_id=doc_id)
    ids: dict[int, list[str]] = defaultdict(list)
    for result in results:
        if result.record is not None:
            for mention in result.event.mentions:
                ids[parsed.doc[mention.head].sent.start_char].append(result.record.event_id)
    records = tuple(map(_Explainer(parsed, resources).record, results))
    return records, tuple(_Explainer(whole, resources).sentences(ids))


class _Explainer:
    def __init__(self, parsed: Parsed, resources: Resources) -> None:
        self.parsed, self.doc, self.resources = parsed, parsed.doc, resources
        self.scene = Scene(parsed, resources)
        self.maker = RecordMaker(parsed, resources, None)
        self.model = load_model(resources)
        self.reporting = frozenset(resources.lexicon("reporting_verbs"))
        self.undone = frozenset(resources.lexicon("status_verbs")) | frozenset(
            resources.lexicon("irrealis_auxiliaries")
        )
        self.background = tuple(f" {cue} " for cue in resources.lexicon("background_cues"))

    # -- records ----------------------------------------------------------------------------------------------------

    def record(self, result: Checked) -> RecordExplanation:
        return RecordExplanation(
            event_id=result.record.event_id if result.record else None,
            record=result.record,
            reasons=tuple(self._reasons(result)),
            findings=result.findings,
            features=result.features,
            contributions=self.model.contributions(result.features),
        )

    def _reasons(self, result: Checked) -> Iterator[Reason]:
        lead, mentions = result.event.lead, result.event.mentions
        own = next((m for m in mentions if (m.start, m.end) == (lead.start, lead.end)), lead)
        yield _reason("sub_event_type", lead.sub_event_type, (self._trigger(lead),), rule=_rules(own))
        for mention in mentions:
            if mention is not own:
                words = (self._trigger(mention),)
                yield _reason("mentions", words[0].text, words, rule=_rules(mention), role=_told(mention))
        for field, parties in (("actors", lead.actors), ("targets", lead.targets)):
            yield from (self._party(field, party, mentions) for party in parties)
        yield from self._place_and_date(lead, mentions)
        yield from self._status(lead)
        for field, parties in (
            ("claimed_by", lead.attribution.claimed_by),
            ("blamed_by", lead.attribution.blamed_by),
            ("denied_by", lead.attribution.denied_by),
        ):
            yield from (self._speaker(field, party) for party in parties)
        for claim in lead.casualties:
            words = (self.maker.span(claim.start, claim.end),)
            bounds = f"{claim.kind} {_bound(claim.low)} to {_bound(claim.high)}, {claim.who}"
            yield _reason("casualties", bounds, words, cues=(self.doc[claim.predicate].text,))
        for start, end in lead.weapons:
            span = self.maker.span(start, end)
            yield _reason("weapons", span.text, (span,), role=self.scene.weapon_class(start, end))

    def _trigger(self, mention: EventMention) -> Span:
        return self.maker.span(mention.start, mention.end)

    def _party(self, field: str, party: ActorMention, mentions: Sequence[EventMention]) -> Reason:
        giver = next((m for m in mentions if any(p.head == party.head for p in getattr(m, field))), None)
        giver = giver or next((m for m in mentions if any(p.same_as(party) for p in getattr(m, field))), None)
        made = self.maker.party(party)
        who = f"{made.name} ({made.kind}{', ' + made.country if made.country else ''})"
        if giver is None:
            return _reason(field, who, (_bare(made),), role="from the sentences around it")
        role = self._role(giver, party.start, party.end)
        return _reason(field, who, (_bare(made),), rule=giver.rule_id, role=role)

    def _role(self, mention: EventMention, start: int, end: int) -> str:
        """The role around the trigger that tokens stand in."""
        frame = self.scene.roles.frame(self.doc[mention.head])
        trigger = self.doc[mention.start : mention.end].text
        names = [name for name, tokens in frame.roles.items() if any(start <= t.i < end for t in tokens)]
        return f"{', '.join(names)} of {trigger!r}" if names else f"near {trigger!r}"

    def _place_and_date(self, lead: EventMention, mentions: Sequence[EventMention]) -> Iterator[Reason]:
        for field, found in (("location", lead.place), ("date", lead.date)):
            if found is None:
                continue
            words = (self.maker.span(found.start, found.end),)
            attribute = "place" if field == "location" else "date"
            giver = next((m for m in mentions if getattr(m, attribute) == found), None)
            role = self._role(giver, found.start, found.end) if giver else "from the sentences around it"
            rule = giver.rule_id if giver else None
            yield _reason(field, self._value(lead, field), words, rule=rule, role=role)

    def _value(self, lead: EventMention, field: str) -> str:
        if field == "location" and lead.place:
            return f"{lead.place.name}, {lead.place.country or 'country unknown'} ({lead.place.precision})"
        if lead.date and lead.date.first and lead.date.last:
            return f"{lead.date.first} to {lead.date.last} ({lead.date.precision})"
        return "not resolved"

    def _status(self, lead: EventMention) -> Iterator[Reason]:
        head = self.doc[lead.head]
        if lead.status != Status.OCCURRED:
            cues = [t.text for t in head.sent if normal(t) in self.undone or t.lower_ in self.undone | NEGATIONS]
            yield _reason("status", lead.status, (), cues=cues)
        if lead.background:
            sentence = f" {head.sent.text.lower()} "
            cues = [cue.strip() for cue in self.background if cue in sentence]
            role = None if cues else "an old date, or a long stretch of time"
            yield _reason("background", "true", (), role=role, cues=cues)

    def _speaker(self, field: str, party: ActorMention) -> Reason:
        made = self.maker.party(party)
        verb = self.scene.roles.clause(self.doc[party.head])
        cues = (verb.text,) if normal(verb) in self.reporting else ()
        return _reason(field, made.name, (_bare(made),), cues=cues)

    # -- sentences --------------------------------------------------------------------------------------------------

    def sentences(self, ids: Mapping[int, Sequence[str]]) -> Iterator[SentenceExplanation]:
        """Every sentence; `ids` are those of the records that rest on it, by where it begins in the clean text."""
        traces = {found.start: found for found in trace(self.parsed, self.resources)}
        for sentence in self.doc.sents:
            if not sentence.text.strip():
                continue
            event_ids = tuple(dict.fromkeys(ids.get(sentence.start_char, ())))
            tried = traces.get(sentence.start)
            yield SentenceExplanation(
                sentence=self.maker.span(sentence.start, sentence.end),
                event_ids=event_ids,
                attempts=tuple(map(self._attempt, tried.trials[:SHOWN_ATTEMPTS])) if tried else (),
                message=_verdict(tried, event_ids),
            )

    def _attempt(self, trial: Trial) -> Attempt:
        return Attempt(
            rule=trial.rule,
            sub_event_type=trial.sub_event_type,
            trigger=self.maker.span(trial.start, trial.end),
            fired=trial.fired,
            reason=trial.reason,
            lacking=trial.lacking,
            roles=dict(trial.roles),
            message=_message(trial),
        )


def _reason(
    field: str,
    value: str,
    words: Iterable[Span],
    *,
    rule: str | None = None,
    role: str | None = None,
    cues: Iterable[str] = (),
) -> Reason:
    return Reason(field=field, value=str(value), words=tuple(words), rule=rule, role=role, cues=tuple(cues))


def _rules(mention: EventMention) -> str:
    return " > ".join(mention.rules)


def _told(mention: EventMention) -> str:
    return "told in the headline" if mention.in_title else "told again"


def _bare(span: Span) -> Span:
    return Span(text=span.text, start=span.start, end=span.end)


def _bound(number: int | None) -> str:
    return "open" if number is None else str(number)


def _message(trial: Trial) -> str:
    if trial.reason is None:
        parts = [
            f"{name}: {', '.join(found)}"
            for name, found in (("actor", trial.actors), ("target", trial.targets))
            if found
        ]
        return f"{trial.rule} fired at {trial.trigger!r}" + (f" ({'; '.join(parts)})" if parts else "")
    roles = "; ".join(f"{role}: {', '.join(found)}" for role, found in trial.roles if found)
    return MESSAGES[trial.reason].format(
        rule=trial.rule,
        trigger=trial.trigger,
        lacking=", ".join(trial.lacking),
        roles=f" (there are {roles})" if roles else "",
    )


def _verdict(tried: SentenceTrace | None, event_ids: Sequence[str]) -> str:
    if event_ids:
        return "gives " + ", ".join(event_ids)
    if tried is None:
        return "no word of it triggers a rule"
    if tried.trials[0].fired:
        return "a rule fired, but what it tells is no event by itself, or it was dropped or excluded as off topic"
    return f"no rule fired; the nearest: {_message(tried.trials[0])}"

"""Turns events into records: spans of the raw text, parties with names and aliases, codes, ids."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from typing import Literal

from conflictwire.crosswalk import load_crosswalk
from conflictwire.entities.actor_extents import apposition_end, full_end
from conflictwire.entities.lexicon import load_actor_lexicon
from conflictwire.entities.parsed import ActorMention, DateMention, Parsed, PlaceMention
from conflictwire.entities.words import sentence_of
from conflictwire.events.mentions import CasualtyMention, Event
from conflictwire.events.tolls import distinct_tolls
from conflictwire.resources import Resources
from conflictwire.schema import (
    SCHEMA_VERSION,
    ActorKind,
    CasualtyClaim,
    Codes,
    ConflictEvent,
    EventDate,
    EventType,
    Offset,
    Party,
    Place,
    PlacePart,
    PlacePrecision,
    Source,
    Span,
    Status,
)
from conflictwire.validation.perspective import Home, actor_kind, target_kind

__all__ = ["RecordMaker"]

KindOf = Callable[[ActorMention, ActorKind | None], ActorKind]

STATE = (ActorKind.STATE_FORCES, ActorKind.EXTERNAL_FORCES)
GROUPS = (ActorKind.REBEL_GROUP, ActorKind.POLITICAL_MILITIA, ActorKind.COMMUNAL_GROUP)
NAMES = ("NNP", "NNPS")
BANDS = ("group", "unit")
"""What the heads of descriptions of a group stand for in the lexicon `party_heads`."""
APPOSED = 3
"""An apposition is one of so many next mentions of its party."""
UNARMED = (ActorKind.CIVILIANS, ActorKind.RIOTERS_PROTESTERS)
VIOLENT = (EventType.BATTLES, EventType.EXPLOSIONS_REMOTE_VIOLENCE, EventType.VIOLENCE_AGAINST_CIVILIANS)


class RecordMaker:
    """Makes records of one article."""

    def __init__(self, parsed: Parsed, resources: Resources, doc_id: str | None) -> None:
        self.parsed, self.resources, self.doc_id = parsed, resources, doc_id
        self._heads = resources.lexicon("party_heads")
        self.home = Home.of(parsed, load_actor_lexicon(resources).rows)
        self._clusters: dict[int, list[ActorMention]] = {}
        for actor in parsed.actors:
            if not self._pronoun(actor):
                self._clusters.setdefault(actor.entity, []).append(actor)
        self._spans: dict[tuple[int, int], Span] = {}
        self._aliases: dict[int, tuple[Span, ...]] = {}
        self._titles: dict[tuple[int, int], bool] = {}

    def span(self, start: int, end: int) -> Span:
        """The raw span of tokens `start:end`."""
        known = self._spans.get((start, end))
        if known is None:
            doc = self.parsed.doc
            known = self.parsed.document.raw_span(doc[start].idx, doc[end - 1].idx + len(doc[end - 1]))
            self._spans[start, end] = known
        return known

    def mention_span(self, mention: ActorMention) -> Span:
        """The raw span of a mention, with what says of what or whom its people are ("mayor of Gao")."""
        return self.span(mention.start, full_end(self.parsed.doc, mention))

    def _described_to(self, mention: ActorMention, others: Sequence[ActorMention]) -> int | None:
        """Where the apposition that describes a named person ends ("Ali Hassan, a magistrate"), if there is one."""
        ends = (apposition_end(self.parsed.doc, mention, other) for other in others)
        return next((end for end in ends if end is not None), None)

    def _pronoun(self, mention: ActorMention) -> bool:
        return self.parsed.doc[mention.head].pos_ == "PRON"

    def _known(self, mention: ActorMention) -> bool:
        """It is no pronoun, or one for somebody whom the text names or describes elsewhere."""
        return not self._pronoun(mention) or bool(self._clusters.get(mention.entity))

    def _named(self, entity: int) -> tuple[Span, ...]:
        """Spans that name a party, in text order; a party of many events is looked up once."""
        if entity not in self._aliases:
            cluster = self._clusters.get(entity, ())
            spans = {self.mention_span(m) for m in cluster}
            following = ((m, cluster[at + 1 : at + 1 + APPOSED]) for at, m in enumerate(cluster))
            spans |= {self.span(m.start, end) for m, others in following if (end := self._described_to(m, others))}
            self._aliases[entity] = tuple(sorted(spans, key=lambda s: (s.start, s.end)))
        return self._aliases[entity]

    def _described(self, mention: ActorMention) -> str:
        """The name of a party without a proper one: its words, or the body that its men belong to ("army")."""
        own = self.parsed.doc[mention.start : mention.end].text
        return self.mention_span(mention).text if mention.name == own else mention.name

    def _titled(self, mention: ActorMention) -> bool:
        """The description of a group that is written as a name ("Red Star Brigade")."""
        where = (mention.start, mention.end)
        if where not in self._titles:
            last = self.parsed.doc[max(mention.start, mention.head - 1) : mention.head + 1]
            several = mention.end - mention.start > 1 and not mention.personal
            self._titles[where] = several and any(token.tag_ in NAMES for token in last)
        return self._titles[where]

    def _named_first(self, mention: ActorMention, cluster: Sequence[ActorMention]) -> ActorMention:
        """The mention, or instead of a description of one human being or a word for a group the fullest name."""
        if mention.personal or not any(m.head == mention.head for m in cluster):
            return mention
        head = self.parsed.doc[mention.head]
        if self._heads.get(head.lower_) in BANDS and head.tag_ not in NAMES:
            named = [m for m in cluster if (m.proper or self._titled(m)) and not m.personal]
        elif mention.person and not mention.actor_id:
            named = [m for m in cluster if m.personal and m.kind is mention.kind]
        else:
            return mention
        return max(named, key=lambda m: m.end - m.start, default=mention)

    def party(self, mention: ActorMention, kind_of: KindOf | None = None) -> Party:
        """A party: its most telling mention, canonical name and aliases; `kind_of` settles its kind in an event."""
        cluster = self._clusters.get(mention.entity) or [mention]
        shown = cluster[0] if self._pronoun(mention) else mention
        if kind_of is not None:
            shown = self._named_first(shown, cluster)
        known = next((m for m in (shown, *cluster) if m.actor_id), None)
        proper = [m for m in cluster if m.proper] or [m for m in cluster if self._titled(m)]
        span = self.mention_span(shown)
        name = known.name if known else max((m.name for m in proper), key=len) if proper else self._described(shown)
        kind = shown.kind or next((m.kind for m in cluster if m.kind), None)
        if kind_of is not None:
            kind = kind_of(shown, kind)
        elif kind is None:
            kind = ActorKind.CIVILIANS if shown.person else ActorKind.UNIDENTIFIED
        return Party(
            text=span.text,
            start=span.start,
            end=span.end,
            name=" ".join(name.split()) or span.text,
            kind=kind,
            country=shown.country or next((m.country for m in cluster if m.country), None),
            actor_id=known.actor_id if known else None,
            aliases=tuple(alias for alias in self._named(mention.entity) if alias != span),
        )

    def parties(self, mentions: Iterable[ActorMention], kind_of: KindOf | None = None) -> tuple[Party, ...]:
        """Parties, each once."""
        seen: dict[str, Party] = {}
        for mention in mentions:
            party = self.party(mention, kind_of)
            seen.setdefault(party.name.lower(), party)
        return tuple(seen.values())

    def place(self, mention: PlaceMention) -> Place:
        """The record's place."""
        span = self.place_span(mention)
        shifted = mention.distance_km is not None or mention.bearing_deg is not None
        resolved = self.resolved(mention)
        return Place(
            text=span.text,
            start=span.start,
            end=span.end,
            name=resolved.name,
            country=mention.country,
            admin1=mention.admin1,
            latitude=mention.latitude,
            longitude=mention.longitude,
            geonames_id=resolved.geonames_id,
            precision=mention.precision,
            offset=Offset(distance_km=mention.distance_km, bearing_deg=mention.bearing_deg) if shifted else None,
            basis=mention.basis,
            places=self.chain(mention),
        )

    def resolved(self, mention: PlaceMention) -> PlaceMention:
        """The place that the record's name and id are of: for a house or quarter without any, the town around it."""
        if mention.geonames_id is not None or mention.precision is not PlacePrecision.NEAR:
            return mention
        around = (mention.town, *(self.parsed.places[index] for index in mention.parents))
        return next((p for p in around if p is not None and p.feature == "city" and p.geonames_id), mention)

    def place_span(self, mention: PlaceMention) -> Span:
        """The raw span of a place, the dateline's included."""
        if mention.raw is None:
            return self.span(mention.start, mention.end)
        start, end = mention.raw
        return Span(text=self.parsed.document.raw[start:end], start=start, end=end)

    def chain(self, mention: PlaceMention) -> tuple[PlacePart, ...]:
        """The place and the wider ones of the text, outermost first, without countries."""
        wider = [self.parsed.places[index] for index in reversed(mention.parents)]
        wider = [mention.town, *wider] if mention.town is not None else wider
        return tuple(
            PlacePart(**self.place_span(place).model_dump(), name=place.core or place.name)
            for place in (*wider, mention)
            if place.feature != "country"
        )

    def date(self, mention: DateMention | None) -> EventDate | None:
        """The record's date; None when it cannot be resolved."""
        if mention is None or mention.first is None or mention.last is None:
            return None
        span = self.span(mention.start, mention.end)
        return EventDate(
            text=span.text,
            start=span.start,
            end=span.end,
            start_date=mention.first,
            end_date=mention.last,
            precision=mention.precision,
            basis=mention.basis,
        )

    def casualties(self, mentions: Sequence[CasualtyMention]) -> tuple[CasualtyClaim, ...]:
        """Distinct claims."""
        claims: list[CasualtyClaim] = []
        for m in distinct_tolls(mentions):
            span = self.span(m.start, m.end)
            claims.append(
                CasualtyClaim(
                    text=span.text,
                    start=span.start,
                    end=span.end,
                    kind=m.kind,
                    min=m.low,
                    max=m.high,
                    approximate=m.approximate,
                    who=m.who,
                    claimed_by=self.parties(m.claimed_by),
                )
            )
        return tuple(claims)

    def source(self, event: Event) -> Source:
        """Outlet facts and the claimants inside the text."""
        facts, attribution = self.parsed.document.facts, event.lead.attribution
        return Source(
            publisher=facts.publisher,
            author=facts.author,
            dateline=facts.dateline_place,
            claimed_by=self.parties(attribution.claimed_by),
            blamed_by=self.parties(attribution.blamed_by),
            denied_by=self.parties(attribution.denied_by),
        )

    def evidence(self, event: Event) -> tuple[Span, ...]:
        """The sentences of all mentions."""
        doc = self.parsed.doc
        sentences = {(sentence_of(doc[m.head]).start, sentence_of(doc[m.head]).end) for m in event.mentions}
        return tuple(self.span(start, end) for start, end in sorted(sentences))

    def codes(self, event: Event, actors: Sequence[Party], targets: Sequence[Party]) -> Codes:
        """Codes in other taxonomies."""
        crosswalk, lead = load_crosswalk(self.resources), event.lead
        if lead.status == Status.THREATENED:
            threat = crosswalk.event_types[lead.event_type]
            return Codes(cameo=threat.threatened_cameo or None, plover=threat.threatened_plover or None)
        row = crosswalk.sub_event_types[lead.sub_event_type]
        return Codes(
            cameo=row.cameo or None,
            plover=row.plover or None,
            ucdp=_ucdp(event, actors, targets) if lead.event_type in VIOLENT else None,
        )

    def record(self, event: Event) -> ConflictEvent:
        """The record of one event."""
        lead = event.lead
        trigger = self.span(lead.start, lead.end)
        spans = {(m.start, m.end) for m in event.mentions} | {s for m in event.mentions for s in m.extra_triggers}
        actors = self.parties(
            (m for m in lead.actors if self._known(m)), lambda m, kind: actor_kind(m, kind, event, self.home)
        )
        actors = tuple(party for party in actors if party.kind is not ActorKind.OBJECT)
        known = [m for m in lead.targets if (m.kind or m.person or m.proper) and self._known(m)]
        targets = self.parties(known, lambda m, kind: target_kind(m, kind, event, self.home))
        identity = (self.parsed.document.raw, lead.sub_event_type, str(trigger.start), SCHEMA_VERSION)
        return ConflictEvent(
            event_id=hashlib.sha256("\x1f".join(identity).encode("utf-8", "surrogatepass")).hexdigest()[:16],
            doc_id=self.doc_id,
            event_type=lead.event_type,
            sub_event_type=lead.sub_event_type,
            codes=self.codes(event, actors, targets),
            status=lead.status,
            background=lead.background,
            trigger=trigger,
            mentions=tuple(self.span(*s) for s in sorted(spans)),
            actors=actors,
            targets=targets,
            location=self.place(lead.place) if lead.place else None,
            date=self.date(lead.date),
            source=self.source(event),
            casualties=self.casualties(lead.casualties),
            weapons=tuple(self.span(*s) for s in lead.weapons),
            evidence=self.evidence(event),
            rules=tuple(dict.fromkeys(rule for m in event.mentions for rule in m.rules)),
            confidence=0.0,
        )


def _ucdp(
    event: Event, actors: Sequence[Party], targets: Sequence[Party]
) -> Literal["state-based", "non-state", "one-sided"] | None:
    """UCDP type of violence: a state against a group, two groups, or one side against civilians."""
    kinds = {p.kind for p in actors}, {p.kind for p in targets}
    sides = kinds[0] | kinds[1]
    if event.lead.event_type == EventType.VIOLENCE_AGAINST_CIVILIANS or (
        kinds[1] and all(k in (*UNARMED, ActorKind.OBJECT) for k in kinds[1]) and any(k in UNARMED for k in kinds[1])
    ):
        return "one-sided"
    if any(k in STATE for k in sides) and any(k in (*GROUPS, *STATE) for k in sides):
        return "state-based"
    return "non-state" if any(k in GROUPS for k in kinds[0]) and any(k in GROUPS for k in kinds[1]) else None

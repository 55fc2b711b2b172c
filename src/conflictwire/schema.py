"""The event record: pydantic models of the output contract, and nothing else.

Every offset counts Unicode code points in the raw text as the caller passed it, end exclusive;
`raw[start:end] == text` always holds. Dates are ISO 8601, countries ISO 3166-1 alpha-3, coordinates WGS 84 degrees.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from conflictwire.fatalities import FatalityPolicy, settle

__all__ = [
    "EVENT_TYPE_OF",
    "SCHEMA_VERSION",
    "ActorKind",
    "Basis",
    "CasualtyClaim",
    "CasualtyKind",
    "CasualtyWho",
    "Codes",
    "ConflictEvent",
    "CountryCode",
    "DatePrecision",
    "EventDate",
    "EventType",
    "NamedPlace",
    "Offset",
    "Party",
    "Place",
    "PlacePart",
    "PlacePrecision",
    "Record",
    "Source",
    "Span",
    "Status",
    "SubEventType",
]

SCHEMA_VERSION: Final = "1"

CountryCode = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]


class EventType(StrEnum):
    """ACLED event types."""

    BATTLES = "battles"
    EXPLOSIONS_REMOTE_VIOLENCE = "explosions_remote_violence"
    VIOLENCE_AGAINST_CIVILIANS = "violence_against_civilians"
    PROTESTS = "protests"
    RIOTS = "riots"
    STRATEGIC_DEVELOPMENTS = "strategic_developments"


class SubEventType(StrEnum):
    """ACLED sub-event types."""

    ARMED_CLASH = "armed_clash"
    GOVERNMENT_REGAINS_TERRITORY = "government_regains_territory"
    NON_STATE_ACTOR_OVERTAKES_TERRITORY = "non_state_actor_overtakes_territory"
    AIR_DRONE_STRIKE = "air_drone_strike"
    SUICIDE_BOMB = "suicide_bomb"
    SHELLING_ARTILLERY_MISSILE_ATTACK = "shelling_artillery_missile_attack"
    REMOTE_EXPLOSIVE_LANDMINE_IED = "remote_explosive_landmine_ied"
    GRENADE = "grenade"
    CHEMICAL_WEAPON = "chemical_weapon"
    ATTACK = "attack"
    ABDUCTION_FORCED_DISAPPEARANCE = "abduction_forced_disappearance"
    SEXUAL_VIOLENCE = "sexual_violence"
    PEACEFUL_PROTEST = "peaceful_protest"
    PROTEST_WITH_INTERVENTION = "protest_with_intervention"
    EXCESSIVE_FORCE_AGAINST_PROTESTERS = "excessive_force_against_protesters"
    VIOLENT_DEMONSTRATION = "violent_demonstration"
    MOB_VIOLENCE = "mob_violence"
    AGREEMENT = "agreement"
    ARRESTS = "arrests"
    DISRUPTED_WEAPONS_USE = "disrupted_weapons_use"
    LOOTING_PROPERTY_DESTRUCTION = "looting_property_destruction"
    NON_VIOLENT_TRANSFER_OF_TERRITORY = "non_violent_transfer_of_territory"
    HEADQUARTERS_OR_BASE_ESTABLISHED = "headquarters_or_base_established"
    CHANGE_TO_GROUP_ACTIVITY = "change_to_group_activity"
    OTHER = "other"


EVENT_TYPE_OF: dict[SubEventType, EventType] = {
    sub: event_type
    for event_type, subs in {
        EventType.BATTLES: ("armed_clash", "government_regains_territory", "non_state_actor_overtakes_territory"),
        EventType.EXPLOSIONS_REMOTE_VIOLENCE: (
            "air_drone_strike",
            "suicide_bomb",
            "shelling_artillery_missile_attack",
            "remote_explosive_landmine_ied",
            "grenade",
            "chemical_weapon",
        ),
        EventType.VIOLENCE_AGAINST_CIVILIANS: ("attack", "abduction_forced_disappearance", "sexual_violence"),
        EventType.PROTESTS: ("peaceful_protest", "protest_with_intervention", "excessive_force_against_protesters"),
        EventType.RIOTS: ("violent_demonstration", "mob_violence"),
        EventType.STRATEGIC_DEVELOPMENTS: (
            "agreement",
            "arrests",
            "disrupted_weapons_use",
            "looting_property_destruction",
            "non_violent_transfer_of_territory",
            "headquarters_or_base_established",
            "change_to_group_activity",
            "other",
        ),
    }.items()
    for sub in map(SubEventType, subs)
}


class Status(StrEnum):
    """Whether the incident happened: reported, tried without success, only announced, or said not to have happened."""

    OCCURRED = "occurred"
    ATTEMPTED = "attempted"
    THREATENED = "threatened"
    DENIED = "denied"


class ActorKind(StrEnum):
    """What a party is."""

    STATE_FORCES = "state_forces"
    REBEL_GROUP = "rebel_group"
    POLITICAL_MILITIA = "political_militia"
    COMMUNAL_GROUP = "communal_group"
    RIOTERS_PROTESTERS = "rioters_protesters"
    CIVILIANS = "civilians"
    EXTERNAL_FORCES = "external_forces"
    UNIDENTIFIED = "unidentified"
    OBJECT = "object"


class PlacePrecision(StrEnum):
    """How exactly the place is known."""

    EXACT = "exact"
    NEAR = "near"
    ADMIN2 = "admin2"
    ADMIN1 = "admin1"
    COUNTRY = "country"


class DatePrecision(StrEnum):
    """How exactly the date is known."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    RANGE = "range"


class Basis(StrEnum):
    """What ties a place or date to its event.

    `attached`: the grammar of the clause that names the event; `sentence`: it stands in that sentence; `context`: the
    sentences before, or the country that the article is about; `dateline`: no place is named, the report was sent from
    there; `publication`: no day is named, and the news of the first sentences is dated by its publication.
    """

    ATTACHED = "attached"
    SENTENCE = "sentence"
    CONTEXT = "context"
    DATELINE = "dateline"
    PUBLICATION = "publication"


class CasualtyKind(StrEnum):
    """What happened to the people counted."""

    KILLED = "killed"
    WOUNDED = "wounded"
    MISSING = "missing"
    ABDUCTED = "abducted"
    DETAINED = "detained"
    DISPLACED = "displaced"


class CasualtyWho(StrEnum):
    """Who the people counted are."""

    CIVILIANS = "civilians"
    STATE_FORCES = "state_forces"
    REBELS = "rebels"
    PROTESTERS = "protesters"
    ATTACKERS = "attackers"
    MIXED = "mixed"
    UNKNOWN = "unknown"


class Record(BaseModel):
    """Base of the models: frozen, and no unknown field."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_enum_values=False)


class Span(Record):
    """A piece of the raw text: `raw[start:end] == text`."""

    text: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)

    @model_validator(mode="after")
    def _length_agrees(self) -> "Span":
        if self.end - self.start != len(self.text):
            msg = f"span {self.start}:{self.end} does not hold {len(self.text)} characters"
            raise ValueError(msg)
        return self


class Party(Span):
    """An actor, target or source: the span of its most informative mention here, and who that is.

    Attributes:
        name: canonical name; the lexicon's when `actor_id` is set, else the fullest name in the document.
        kind: what the party is.
        country: ISO 3166-1 alpha-3 of the state it belongs to or comes from, or null.
        actor_id: id in the actor lexicon, or null.
        aliases: every other mention of the same party in the document; also its name with a description in apposition.
    """

    name: str
    kind: ActorKind
    country: CountryCode | None = None
    actor_id: str | None = None
    aliases: tuple[Span, ...] = ()


class Offset(Record):
    """Distance and direction from a named place ("40 km south of Tripoli").

    Attributes:
        distance_km: kilometres, or null when the text gives only a direction.
        bearing_deg: degrees clockwise from north, or null when the text gives only a distance.
    """

    distance_km: float | None = Field(default=None, ge=0)
    bearing_deg: float | None = Field(default=None, ge=0, lt=360)


class NamedPlace(Span):
    """A place name and what the gazetteer says. Coordinates are null when it does not know the name, never guessed."""

    name: str
    country: CountryCode | None = None
    admin1: str | None = None
    latitude: float | None = Field(default=None, ge=-90, le=90)
    longitude: float | None = Field(default=None, ge=-180, le=180)
    geonames_id: int | None = None
    precision: PlacePrecision
    offset: Offset | None = None


class PlacePart(Span):
    """A place of the chain that the text gives ("the village of X in Y province"); `name` is without its type word."""

    name: str


class Place(NamedPlace):
    """Where it happened.

    Attributes:
        basis: what ties the place to the event.
        places: the place and the wider ones that the text puts it in, outermost first, countries left out.
    """

    basis: Basis = Basis.ATTACHED
    places: tuple[PlacePart, ...] = ()


class EventDate(Span):
    """When it happened: first and last possible day, both inclusive.

    Attributes:
        basis: what ties the date to the event. The span of a date by publication is the trigger's.
    """

    start_date: date
    end_date: date
    precision: DatePrecision
    basis: Basis = Basis.ATTACHED


class Source(Record):
    """Where the report comes from and who, inside the text, vouches for it.

    Attributes:
        publisher: outlet or agency of the article.
        author: byline.
        dateline: place of the dateline.
        claimed_by: who in the text says that it happened; empty when the outlet says so in its own voice.
        blamed_by: who blames the actor.
        denied_by: who denies it or rejects the blame.
    """

    publisher: str | None = None
    author: str | None = None
    dateline: str | None = None
    claimed_by: tuple[Party, ...] = ()
    blamed_by: tuple[Party, ...] = ()
    denied_by: tuple[Party, ...] = ()


class CasualtyClaim(Span):
    """One claimed toll. Conflicting figures are separate claims, each with its claimant."""

    kind: CasualtyKind
    min: int | None = Field(default=None, ge=0)
    max: int | None = Field(default=None, ge=0)
    approximate: bool = False
    who: CasualtyWho = CasualtyWho.UNKNOWN
    claimed_by: tuple[Party, ...] = ()


class Codes(Record):
    """The event in other taxonomies: CAMEO code, PLOVER event type, UCDP type of violence."""

    cameo: str | None = None
    plover: str | None = None
    ucdp: Literal["state-based", "non-state", "one-sided"] | None = None


class ConflictEvent(Record):
    """One incident, as claimed by one article.

    Attributes:
        event_id: the same text, options and version give the same id.
        doc_id: the caller's id of the article.
        background: a past incident or an aggregate told as context, not the news.
        trigger: the word or phrase that names the event, at its most informative mention.
        mentions: every mention of this incident in the article, trigger included.
        actors: who did it.
        targets: whom or what it was done to.
        casualties: one per distinct claim.
        evidence: the sentences that the record rests on.
        rules: ids of the rules that fired.
        confidence: 0 to 1.
    """

    schema_version: Literal["1"] = SCHEMA_VERSION
    event_id: str
    doc_id: str | None = None
    event_type: EventType
    sub_event_type: SubEventType
    codes: Codes = Codes()
    status: Status = Status.OCCURRED
    background: bool = False
    trigger: Span
    mentions: tuple[Span, ...]
    actors: tuple[Party, ...] = ()
    targets: tuple[Party, ...] = ()
    location: Place | None = None
    date: EventDate | None = None
    source: Source = Source()
    casualties: tuple[CasualtyClaim, ...] = ()
    weapons: tuple[Span, ...] = ()
    evidence: tuple[Span, ...] = ()
    rules: tuple[str, ...] = ()
    confidence: float = Field(ge=0.0, le=1.0)

    def fatalities(self, policy: FatalityPolicy = "conservative") -> int | None:
        """The number of deaths, settled from conflicting claims; None when no claim says anything about deaths.

        Args:
            policy: `conservative` is ACLED's convention (the least figure; "dozens" are 12, "hundreds" 100), `low` and
                `high` the ends of what is claimed, as UCDP writes them, `latest` the figure given last in the article,
                `official` the least figure of a state's own people (None when they give none).

        Raises:
            ValueError: no such policy.
        """
        return settle(self.casualties, policy)

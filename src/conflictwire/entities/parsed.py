"""What the entity stage hands on: the parsed article and everything named in it.

Token positions index `Parsed.doc`, end exclusive; `doc[i].idx` is an offset in the clean text of the document.
"""

from dataclasses import dataclass
from datetime import date

from spacy.tokens import Doc

from conflictwire.document import Document
from conflictwire.schema import ActorKind, Basis, DatePrecision, PlacePrecision

__all__ = ["ActorMention", "DateMention", "Parsed", "PlaceMention", "Quantity"]


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place name and what the gazetteer says it is.

    Attributes:
        start, end: tokens of the name as it goes into a record, without preposition or distance.
        name: gazetteer name, or the text when unknown.
        country: ISO 3166-1 alpha-3, from the gazetteer or the context.
        admin1: name of the first-level unit.
        latitude, longitude: degrees, of the place itself (offset applied when there is one); None when unknown.
        geonames_id: GeoNames id of the named place.
        precision: how exactly the place is known.
        distance_km, bearing_deg: from an expression such as "40 km south of".
        feature: "country", "admin1", "admin2", "city", "region", "water", "site", "facility" or "unknown".
        literal: false for demonyms and metonyms ("Libyan", "Kremlin"), which give context but are no event place.
        parents: wider places tied to it in the text ("Gao, Mali"), by index in `Parsed.places`.
        town: the dateline's town around it, which stands in no clean text.
        core: its name as written, without the type word.
        town_named: no table holds it, but the text calls it a town or village.
        reference: it only tells where another place lies ("X, 40 km south of Y").
        basis: set by the event stage: what ties it to an event.
        raw: raw span of a place that stands in no clean text (the dateline's).
    """

    start: int
    end: int
    name: str
    country: str | None
    admin1: str | None
    latitude: float | None
    longitude: float | None
    geonames_id: int | None
    precision: PlacePrecision
    feature: str
    distance_km: float | None = None
    bearing_deg: float | None = None
    literal: bool = True
    parents: tuple[int, ...] = ()
    town: "PlaceMention | None" = None
    core: str = ""
    town_named: bool = False
    reference: bool = False
    basis: Basis = Basis.ATTACHED
    raw: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date expression and the days it means.

    Attributes:
        start, end: tokens, without leading preposition.
        first, last: first and last day, inclusive; None when it cannot be resolved (no publication date).
        precision: of the expression.
        approximate: "about", "early", "mid-": the days are a guess within the precision.
        anchored: false when the expression needed the publication date; true for full dates.
        basis: set by the event stage: what ties it to an event.
        reported: set by the event stage: the day on which the event was reported, for want of its own.
        aside: set by the event stage: the day of something else in the sentence, which dates no event but keeps
            mentions apart.
    """

    start: int
    end: int
    first: date | None
    last: date | None
    precision: DatePrecision
    approximate: bool = False
    anchored: bool = False
    basis: Basis = Basis.ATTACHED
    reported: bool = False
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of people or things.

    Attributes:
        start, end: tokens of the numeral with its hedges ("at least five", "between 10 and 15", "no").
        low, high: bounds; None when open ("at least five": 5, None; "up to ten": None, 10; "dozens": 24, None).
        approximate: "about", "some", "nearly", vague words.
        head: token counted ("civilians" in "at least five civilians"), or the numeral itself ("five were killed").
    """

    start: int
    end: int
    low: int | None
    high: int | None
    approximate: bool
    head: int


@dataclass(frozen=True, slots=True)
class ActorMention:
    """A noun phrase that names a person, group, force or thing that can act or be hit.

    Attributes:
        start, end: tokens of the phrase as it goes into a record: no leading article, no relative clause.
        head: its head token.
        kind: what it is; None when nothing tells (a person by name only, an unknown organisation).
        country: ISO 3166-1 alpha-3 of the state it belongs to.
        actor_id: id in the actor lexicon.
        name: canonical name from the lexicon, else the text of the phrase.
        armed: true for those who bear arms (forces, rebels, gunmen), false for those who do not, None when unknown.
        person: a human being or group of them, not a thing or an institution's building.
        proper: named by a proper name rather than by description or pronoun.
        personal: the proper name is that of a human being.
        entity: mentions of the same party share this number (coreference).
        office: the holder of a public office, who acts for a state but is a civilian where hit.
        anyone: the words say no more than that it was a human being ("three men"), or a thing ("targets").
        members: the persons that the text names as those whom the mention counts ("two men, A and B"); beside a name
            in a list the others of that list.
        owner: the named group that a thing belongs to by its own words ("a Taliban hideout").
    """

    start: int
    end: int
    head: int
    kind: ActorKind | None
    country: str | None
    actor_id: str | None
    name: str
    armed: bool | None
    person: bool
    proper: bool
    entity: int
    office: bool = False
    anyone: bool = False
    personal: bool = False
    owner: "ActorMention | None" = None
    members: tuple["ActorMention", ...] = ()

    @property
    def is_anybody(self) -> bool:
        """People of whom no more is told than that they are people."""
        return self.kind is ActorKind.CIVILIANS and (self.anyone or self.entity < 0)

    def same_as(self, other: "ActorMention") -> bool:
        """Both name one party: the same words, or linked by coreference (a negative entity number links nothing)."""
        return self.head == other.head or (self.entity >= 0 and self.entity == other.entity)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A parsed article and what is named in it, each tuple in text order.

    `dateline` is the place that the report was sent from, `dateline_country` its country; they have no tokens.
    """

    document: Document
    doc: Doc
    actors: tuple[ActorMention, ...]
    places: tuple[PlaceMention, ...]
    dates: tuple[DateMention, ...]
    quantities: tuple[Quantity, ...]
    dateline: PlaceMention | None = None
    dateline_country: PlaceMention | None = None

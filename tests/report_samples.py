"""Made-up articles with records for the tests of the report: no pipeline needed."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from conflictwire.report import ReportArticle
from conflictwire.schema import ConflictEvent

__all__ = ["HOSTILE", "PLACES", "SUBTYPES", "article_of", "hostile_article", "many_articles", "span"]

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>&amp;'\"<!--\u2028\U0001f525"
SUBTYPES = {
    "armed_clash": "battles",
    "air_drone_strike": "explosions_remote_violence",
    "attack": "violence_against_civilians",
    "peaceful_protest": "protests",
    "mob_violence": "riots",
    "arrests": "strategic_developments",
}
PLACES = {
    "Gao": ("MLI", 16.27, -0.04, "exact"),
    "Aden": ("YEM", 12.78, 45.04, "near"),
    "Goma": ("COD", -1.68, 29.22, "admin2"),
    "Idlib": ("SYR", 35.93, 36.63, "admin1"),
    "Quetta": ("PAK", 30.18, 66.99, "country"),
}


def span(text: str, word: str) -> dict[str, Any]:
    start = text.index(word)
    return {"text": word, "start": start, "end": start + len(word)}


def article_of(number: int, *, sub: str, place: str, day: date, killed: int, text: str | None = None) -> ReportArticle:
    """One article of one event that two sides tell differently."""
    text = text or (
        f"Fighters raided a post near {place} on Monday, killing {killed} guards, the army said. "
        f"A rebel spokesman put the toll at {killed + 3} dead. The mayor denied it."
    )
    country, latitude, longitude, precision = PLACES[place]
    army = span(text, "army") | {"name": f"Army of {country}", "kind": "state_forces", "country": country}
    rebel = span(text, "rebel spokesman") | {"name": "rebel spokesman", "kind": "rebel_group"}
    mayor = span(text, "mayor") | {"name": "mayor", "kind": "civilians"}
    toll = {"kind": "killed", "who": "state_forces"}
    content = {
        "event_id": f"e{number}",
        "doc_id": f"a{number}",
        "event_type": SUBTYPES[sub],
        "sub_event_type": sub,
        "status": "denied" if number % 7 == 3 else "occurred",
        "background": number % 5 == 4,
        "trigger": span(text, "raided"),
        "mentions": [span(text, "raided"), span(text, "killing")],
        "actors": [span(text, "Fighters") | {"name": "Fighters", "kind": "rebel_group"}],
        "targets": [span(text, f"{killed} guards") | {"name": "guards", "kind": "state_forces", "country": country}],
        "location": span(text, place)
        | {
            "name": place,
            "country": country,
            "latitude": latitude,
            "longitude": longitude,
            "precision": precision,
            "basis": "attached",
        },
        "date": span(text, "Monday") | {"start_date": day, "end_date": day, "precision": "day"},
        "source": {"publisher": "Example Wire", "claimed_by": [army], "denied_by": [mayor]},
        "casualties": [
            span(text, f"killing {killed} guards") | toll | {"min": killed, "max": killed, "claimed_by": [army]},
            span(text, f"{killed + 3} dead") | toll | {"min": killed + 3, "max": killed + 3, "claimed_by": [rebel]},
        ],
        "evidence": [span(text, text[: text.index(".") + 1])],
        "rules": ["battle.raid.verb"],
        "confidence": (number % 20) / 20,
    }
    title = f"Raid number {number} near {place}"
    return ReportArticle([ConflictEvent.model_validate(content)], f"a{number}", text, title, "Example Wire", day)


def many_articles(count: int) -> Iterator[ReportArticle]:
    """So many articles, with types, places and days in turn."""
    subs, places = list(SUBTYPES), list(PLACES)
    for number in range(count):
        day = date(2021, 1, 1) + timedelta(days=(number * 7) % 700)
        yield article_of(number, sub=subs[number % 6], place=places[(number // 6) % 5], day=day, killed=2 + number % 30)


def hostile_article() -> ReportArticle:
    """An article whose every text tries to break out of the page."""
    text = f"{HOSTILE} Fighters raided a post near Gao on Monday, killing 4 guards, the army said. "
    text += "A rebel spokesman said 7 dead. The mayor denied it."
    shown = article_of(0, sub="attack", place="Gao", day=date(2021, 1, 1), killed=4, text=text)
    (event,) = shown.events
    actor = event.actors[0].model_copy(update={"name": HOSTILE})
    event = event.model_copy(update={"actors": (actor,), "rules": (HOSTILE,), "event_id": HOSTILE, "doc_id": HOSTILE})
    return ReportArticle([event], HOSTILE, text, HOSTILE, HOSTILE, shown.published, warnings=[HOSTILE])

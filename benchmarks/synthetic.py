"""Made-up wire articles without end, the same for the same seed: for measuring speed and memory, never accuracy."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

__all__ = ["articles", "long_article"]

TOWNS = ("Gao", "Aden", "Mosul", "Goma", "Quetta", "Maiduguri", "Marib", "Idlib", "Kunduz", "Sirte", "Bunia", "Jolo")
GROUPS = ("gunmen", "rebels", "suspected militants", "government troops", "fighters of a local militia", "soldiers")
VICTIMS = ("villagers", "policemen", "farmers", "soldiers", "traders", "pupils", "miners", "worshippers")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SPEAKERS = ("a local official", "the army", "residents", "a hospital doctor", "the interior ministry")
EVENTS = (
    "{Group} killed {n} {victims} near {town} on {day}, {speaker} said.",
    "A roadside bomb hit a convoy outside {town} on {day}, wounding {n} {victims}, according to {speaker}.",
    "{n} {victims} died when {group} shelled a market in {town}, {speaker} said on {day}.",
    "Hundreds of people marched through {town} on {day} to demand more security, {speaker} said.",
    "{Group} abducted {n} {victims} on the road to {town} late on {day}.",
    "Clashes between {group} and the police in {town} left {n} people dead on {day}, {speaker} reported.",
)
OTHER = (
    "The road had been closed for two days because of heavy rain, {speaker} said.",
    "Traders in {town} complain that prices have doubled since the harvest.",
    "The government has promised to send food and medicine to the district.",
    "A delegation will visit {town} next week, {speaker} added.",
    "The conflict in the region has lasted for more than ten years.",
    "Schools in {town} are to open again after the holidays.",
)
EVENTFUL_SHARE = 0.3


def _sentence(rng: random.Random, patterns: tuple[str, ...]) -> str:
    group = rng.choice(GROUPS)
    return rng.choice(patterns).format(
        group=group,
        Group=group[0].upper() + group[1:],
        n=rng.randint(2, 40),
        victims=rng.choice(VICTIMS),
        town=rng.choice(TOWNS),
        day=rng.choice(WEEKDAYS),
        speaker=rng.choice(SPEAKERS),
    )


def _article(rng: random.Random, sentences: int, published: date) -> str:
    body = [_sentence(rng, EVENTS if rng.random() < EVENTFUL_SHARE else OTHER) for _ in range(sentences)]
    paragraphs = [" ".join(body[start : start + 3]) for start in range(0, len(body), 3)]
    dateline = f"{rng.choice(TOWNS).upper()}, {published:%B} {published.day} (Example Wire) - "
    return dateline + "\n\n".join(paragraphs) + "\n"


def articles(count: int, *, seed: int = 1, sentences: int = 12) -> Iterator[dict[str, str]]:
    """Articles as rows of JSONL: id, text, date.

    Args:
        count: how many.
        seed: the same seed gives the same articles.
        sentences: length of each; about three in ten report an event.
    """
    rng = random.Random(seed)
    for number in range(count):
        published = date(2020, 1, 1) + timedelta(days=rng.randrange(1000))
        yield {"id": str(number), "text": _article(rng, sentences, published), "date": published.isoformat()}


def long_article(characters: int, *, seed: int = 1) -> str:
    """One article of about so many characters."""
    rng = random.Random(seed)
    text = _article(rng, max(3, characters // 75), date(2020, 1, 1))
    return text[:characters]

"""One article in, its records out, and every field back to the characters it rests on."""

from pathlib import Path

from conflictwire import Extractor

ARTICLES = Path(__file__).parent / "articles"


def main() -> None:
    """Prints the records of one article, and why they are what they are."""
    with (ARTICLES / "car_bomb_market_iraq.txt").open(encoding="utf-8", newline="") as file:
        text = file.read()
    extractor = Extractor()
    result = extractor.extract(text, doc_id="car-bomb")
    print(f"{result.status}: {len(result)} records; published {result.document.facts.publication_date}")
    for event in result:
        place = event.location.name if event.location else "somewhere"
        day = event.date.start_date if event.date else "some day"
        print(f"{event.sub_event_type} at {place} on {day}, confidence {event.confidence:.2f}")
        for claim in event.casualties:
            by = ", ".join(party.name for party in claim.claimed_by) or "the article"
            assert text[claim.start : claim.end] == claim.text
            print(f"  {claim.kind}: {claim.text!r} ({claim.min} to {claim.max}), according to {by}")
        print(f"  deaths, settled: {event.fatalities()} (ACLED's way), {event.fatalities('high')} at most")


if __name__ == "__main__":
    main()

"""Values of a record in words, for the page and the notebook card."""

from conflictwire.schema import CasualtyClaim, EventDate

__all__ = ["claim_words", "days", "number_words", "words"]


def words(value: str) -> str:
    """A snake_case value in words."""
    return value.replace("_", " ")


def days(when: EventDate) -> str:
    """First and last day, or the one day."""
    first, last = when.start_date.isoformat(), when.end_date.isoformat()
    return first if first == last else f"{first} to {last}"


def number_words(claim: CasualtyClaim) -> str:
    """The bounds of a claim in words: "4", "4 or more", "up to 9", "3 to 5", "an open number"."""
    about = "about " if claim.approximate else ""
    match claim.min, claim.max:
        case None, None:
            return "an open number"
        case low, None:
            return f"{about}{low} or more"
        case None, high:
            return f"up to {about}{high}"
        case low, high:
            return f"{about}{low}" if low == high else f"{about}{low} to {high}"


def claim_words(claim: CasualtyClaim) -> str:
    """A casualty claim in words, its claimants included."""
    who = "" if claim.who == "unknown" else f", {words(claim.who)}"
    by = ", ".join(party.name for party in claim.claimed_by)
    return f"{number_words(claim)} {words(claim.kind)}{who}{f' (according to {by})' if by else ''}"

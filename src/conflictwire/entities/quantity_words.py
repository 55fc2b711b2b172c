"""The word lists of the quantity stage."""

from dataclasses import dataclass
from functools import lru_cache

from conflictwire.resources import Resources

__all__ = ["QuantityWords", "quantity_words"]


@dataclass(frozen=True, slots=True)
class QuantityWords:
    """Words by what they do to a number; `openings` are the first words of `vague`, `hedges` and `tails`."""

    numbers: dict[str, int]
    vague: dict[str, tuple[int | None, int | None]]
    hedges: dict[str, str]
    tails: dict[str, str]
    measures: frozenset[str]
    labels: frozenset[str]
    currencies: frozenset[str]
    collectives: frozenset[str]
    ends: frozenset[str]
    states: frozenset[str]
    plurals: frozenset[str]
    openings: frozenset[str]


@lru_cache(maxsize=8)
def quantity_words(resources: Resources) -> QuantityWords:
    """The quantity lexicons of these resources."""

    def members(name: str) -> frozenset[str]:
        return frozenset(resources.lexicon(name))

    ends = resources.lexicon("phrase_ends")
    vague: dict[str, tuple[int | None, int | None]] = {}
    for form, bounds in resources.lexicon("vague_numbers").items():
        low, _, high = bounds.partition("..")
        if form != bounds:
            vague[form] = (int(low) if low else None, int(high) if high else None)
    numbers = {form: int(value) for form, value in resources.lexicon("number_words").items() if not form.isdigit()}
    hedges = resources.lexicon("number_hedges")
    tails = {form: kind for form, kind in resources.lexicon("number_tails").items() if form != kind}
    return QuantityWords(
        numbers=numbers,
        vague=vague,
        hedges=hedges,
        tails=tails,
        measures=members("measure_nouns"),
        labels=members("label_nouns"),
        currencies=members("currency_signs"),
        collectives=members("collective_nouns"),
        ends=frozenset(form for form, kind in ends.items() if kind in {"verb", "word"} and form != kind),
        states=frozenset(form for form, kind in ends.items() if kind == "state" and form != kind),
        plurals=members("irregular_plurals"),
        openings=frozenset(form.split(" ")[0] for form in (*vague, *hedges, *tails)),
    )

"""Confidence of a record, from what it rests on.

The weights are set by hand, in steps that order records sensibly; they are not calibrated on data yet.
"""

import math

from conflictwire.events.mentions import Event
from conflictwire.schema import Status

__all__ = ["confidence"]

BASE = -0.6
LEVEL = (0.0, 0.3, 0.9)
ACTOR = 0.7
TARGET = 0.4
PLACE = 0.5
DATE = 0.5
TOLL = 0.4
EACH_MORE_MENTION = 0.25
MOST_MENTIONS = 4
NOT_OCCURRED = -0.4
BACKGROUND = -0.4


def confidence(event: Event) -> float:
    """Confidence, 0 to 1, rounded to two places."""
    lead = event.lead
    score = (
        BASE
        + LEVEL[max(m.level for m in event.mentions)]
        + ACTOR * bool(lead.actors)
        + TARGET * bool(lead.targets)
        + PLACE * bool(lead.place)
        + DATE * bool(lead.date)
        + TOLL * bool(lead.casualties)
        + EACH_MORE_MENTION * (min(len(event.mentions), MOST_MENTIONS) - 1)
        + NOT_OCCURRED * (lead.status != Status.OCCURRED)
        + BACKGROUND * lead.background
    )
    return round(1 / (1 + math.exp(-score)), 2)

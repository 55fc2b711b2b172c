"""Where and when: the places and dates of one document, as far as they belong to its events."""

from collections.abc import Mapping, Sequence

from conflictwire.entities.parsed import ActorMention, DateMention, Parsed, PlaceMention
from conflictwire.entities.words import sentence_of
from conflictwire.events.reports import Reports
from conflictwire.events.roles import Roles, normal
from conflictwire.events.when import When
from conflictwire.events.where import Where
from conflictwire.resources import Resources

__all__ = ["Setting"]


class Setting:
    """The places and dates of a `Parsed` article, and sentences that give those of an event told before.

    Args:
        parsed: the article.
        roles: its parse.
        party_at: the party at each token.
        resources: the word lists.
    """

    def __init__(
        self, parsed: Parsed, roles: Roles, party_at: Mapping[int, ActorMention], resources: Resources
    ) -> None:
        self._parsed = parsed
        self._roles = roles
        self._occurrences = frozenset(resources.lexicon("occurrence_verbs"))
        self._incidents = frozenset(resources.lexicon("incident_words"))
        self.reports = Reports(roles, resources)
        self.where = Where(parsed, roles, party_at, self.reports, resources)
        self.when = When(parsed, roles, party_at, self.reports, resources)

    def told_next(self, sentences: Sequence[int]) -> tuple[PlaceMention | None, DateMention | None]:
        """Where and when "it" or "the incident" was, by the first of these sentences that tells."""
        for start in sentences:
            for verb in sentence_of(self._parsed.doc[start]):
                if normal(verb) not in self._occurrences or not self._roles.is_verbal(verb):
                    continue
                frame = self._roles.frame(verb)
                subjects = {normal(token) for token in frame.roles.get("subject", ())}
                if subjects and subjects <= self._incidents:
                    return self.where.place(verb, frame), self.when.date(verb)
        return None, None

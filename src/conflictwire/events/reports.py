"""Verbs that tell of an incident from afar: what was said about it, and what was done about it afterwards."""

from spacy.tokens import Token

from conflictwire.events.roles import Roles, normal
from conflictwire.resources import Resources

__all__ = ["Reports"]


class Reports:
    """The vocabulary of reports and reactions.

    Args:
        roles: the parse.
        resources: the word lists.
    """

    def __init__(self, roles: Roles, resources: Resources) -> None:
        self._roles = roles
        self._reporting = frozenset(resources.lexicon("reporting_verbs"))
        self._reactions = frozenset(resources.lexicon("reaction_verbs"))

    def says(self, word: Token) -> bool:
        """The word is a verb of saying."""
        return normal(word) in self._reporting

    def reacts(self, verb: Token) -> bool:
        """The verb tells of a reaction ("condemned", "investigates")."""
        return normal(verb) in self._reactions

    def only_reports(self, verb: Token) -> bool:
        """The verb tells what was said or done about the incident afterwards."""
        return self.says(verb) or self.reacts(verb)

    def reacted_to(self, head: Token) -> bool:
        """The sentence tells what was said or done about the incident afterwards ("condemned the killing")."""
        return any(self.reacts(verb) for verb in self._roles.climb(head) if self._roles.is_verbal(verb))

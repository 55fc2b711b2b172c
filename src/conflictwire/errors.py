"""The errors that conflictwire raises, all of one family."""

__all__ = ["BatchError", "ConflictwireError", "DataFileError", "InputError", "PipelineError", "RecordError"]


class ConflictwireError(Exception):
    """Base of every error raised on purpose by this package; catching it catches them all."""


class InputError(ConflictwireError, TypeError):
    """The caller passed something that is no article text (wrong type, or a date that is no date)."""


class DataFileError(ConflictwireError, ValueError):
    """A data file (rules, actors, lexicon), ours or a user's, is missing, unreadable or breaks its schema."""


class PipelineError(ConflictwireError, RuntimeError):
    """The language pipeline cannot be loaded or lacks a component that the rules need."""


class RecordError(ConflictwireError, ValueError):
    """In strict mode: a record fails a check that would otherwise repair or drop it."""


class BatchError(ConflictwireError, RuntimeError):
    """A batch run cannot go on: its output cannot be written or belongs to another run, or no process will start."""

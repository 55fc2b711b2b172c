"""A folder, a stream of files, a cluster's shard: many articles, none lost, and a run that can be taken up again."""

from conflictwire.batch.options import BatchOptions
from conflictwire.batch.report import BatchReport
from conflictwire.batch.runner import run

__all__ = ["BatchOptions", "BatchReport", "run"]

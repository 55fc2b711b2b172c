"""Records against annotated documents: figures by field, errors by cause, calibration, and a page to browse them."""

from conflictwire.evaluation.gold import GoldDocument, GoldEvent, read_gold
from conflictwire.evaluation.scoring import Report, evaluate

__all__ = ["GoldDocument", "GoldEvent", "Report", "evaluate", "read_gold"]

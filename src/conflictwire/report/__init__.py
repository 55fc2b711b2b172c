"""The report page: articles with highlighted evidence, filters, timeline, map and claims in one HTML file."""

from conflictwire.report.articles import ReportArticle
from conflictwire.report.page import render_report

__all__ = ["ReportArticle", "render_report"]

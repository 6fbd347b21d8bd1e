"""`limen demo`: synthetic travellers are screened against a synthetic watchlist, and a report says what happened."""

from limen.demo.report import write as write_report
from limen.demo.screening import Demo, Outcome, Plan

__all__ = ["Demo", "Outcome", "Plan", "write_report"]

"""`limen demo`: synthetic travellers are screened against a synthetic watchlist, and a report says what happened."""

from limen.demo.outcome import Outcome, Plan
from limen.demo.report import write as write_report
from limen.demo.screening import Demo

__all__ = ["Demo", "Outcome", "Plan", "write_report"]

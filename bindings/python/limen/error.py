"""What limen raises."""

from __future__ import annotations


class Error(Exception):
    """limen says no. `code` is the stable spelling of limen::ErrorCode, e.g. "quality_too_low"; str() says what was
    asked, what was found, where, and what to do."""

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message, code)
        self.code = code

    def __str__(self) -> str:
        return str(self.args[0])


Error.__module__ = "limen"

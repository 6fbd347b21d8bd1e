"""What the exit status of `limen` says."""

from __future__ import annotations

DONE = 0
ATTENTION = 1
USAGE = 2
REFUSED = 3
INPUT = 4
DENIED = 5
SYSTEM = 6
INTERRUPTED = 130

MEANING = {
    DONE: "done; screen: no hit; compare --fmr: at or above the threshold; lint: no errors",
    ATTENTION: "screen: a hit, which a person has to confirm; compare --fmr: below the threshold; lint: errors",
    USAGE: "the command line is wrong",
    REFUSED: "a sample or comparison was refused (quality, no face, several faces, too few features, no overlap)",
    INPUT: "something named is missing, damaged, too large, of another kind or already there",
    DENIED: "not permitted or not trusted: key, purpose, retention, access, tampering, audit, clock",
    SYSTEM: "the system refused: disk, permission, lock, network; or this build lacks it",
    INTERRUPTED: "interrupted",
}

OF_CODE = {
    "quality_too_low": REFUSED,
    "no_face": REFUSED,
    "several_faces": REFUSED,
    "too_few_features": REFUSED,
    "no_overlap": REFUSED,
    "invalid_argument": INPUT,
    "not_found": INPUT,
    "already_exists": INPUT,
    "unsupported_format": INPUT,
    "corrupt": INPUT,
    "too_large": INPUT,
    "newer_version": INPUT,
    "model_missing": INPUT,
    "model_mismatch": INPUT,
    "wrong_key": DENIED,
    "purpose_required": DENIED,
    "retention_required": DENIED,
    "access_denied": DENIED,
    "tampered": DENIED,
    "audit_failed": DENIED,
    "clock_suspect": DENIED,
    "io_error": SYSTEM,
    "busy": SYSTEM,
    "cancelled": SYSTEM,
    "unavailable": SYSTEM,
}


def table() -> str:
    """For `limen --help`."""
    return "\n".join(f"  {code:<4} {text}" for code, text in MEANING.items())

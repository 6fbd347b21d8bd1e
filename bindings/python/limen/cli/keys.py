"""The gallery's key, from the command line: a key file, a passphrase from the environment, or a prompt."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from pathlib import Path

import limen


def add_key(parser: argparse.ArgumentParser, required: bool = True) -> None:
    group = parser.add_mutually_exclusive_group(required=required)
    group.add_argument("--key-file", type=Path, metavar="FILE", help="the gallery's key file")
    group.add_argument("--passphrase-env", metavar="NAME", help="the environment variable that holds the passphrase")
    group.add_argument("--passphrase", action="store_true", help="ask for the passphrase")


def secret(arguments: argparse.Namespace) -> limen.privacy.Key | limen.privacy.Passphrase:
    """What opens the gallery."""
    if arguments.key_file:
        return limen.privacy.Key.load(arguments.key_file)
    return limen.privacy.Passphrase(passphrase(arguments))


def passphrase(arguments: argparse.Namespace, twice: bool = False) -> str:
    if arguments.passphrase_env:
        text = os.environ.get(arguments.passphrase_env, "")
        if not text:
            raise limen.Error(f"--passphrase-env: {arguments.passphrase_env} is not set", "wrong_key")
        return text
    if not sys.stdin.isatty():
        raise limen.Error("--passphrase: no terminal to ask on; use --key-file or --passphrase-env", "wrong_key")
    text = getpass.getpass("passphrase: ")
    if twice and getpass.getpass("again: ") != text:
        raise limen.Error("the two passphrases differ", "wrong_key")
    return text


def new_secret(arguments: argparse.Namespace) -> limen.privacy.Key | limen.privacy.Passphrase:
    """For a new gallery: a key file that is not there yet is made."""
    if not arguments.key_file:
        return limen.privacy.Passphrase(passphrase(arguments, twice=True))
    if arguments.key_file.exists():
        return limen.privacy.Key.load(arguments.key_file)
    key = limen.privacy.Key.random()
    key.save(arguments.key_file)
    return key

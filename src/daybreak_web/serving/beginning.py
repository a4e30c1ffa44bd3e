"""The beginning of a desk: its master key, shown once, and the administrator with whom everything starts.

check_shares, check_person -> begin: administrator made, key made where there is none -> lines to be written on paper
"""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from daybreak.errors import WrongSetting
from daybreak.seal.master import new_master, to_words
from daybreak.seal.quorum import MOST_SHARES, split


def check_shares(shares: int | None, needed: int | None) -> None:
    """WrongSetting unless both numbers are given or none, and they can be shares of a key."""
    if (shares is None) != (needed is None):
        raise WrongSetting("--shares and --needed belong together.", "Give both, such as --shares 5 --needed 3, or none.")
    if shares is not None and needed is not None and not 2 <= needed <= shares <= MOST_SHARES:
        raise WrongSetting(f"--shares {shares} --needed {needed}: that cannot be.",
                           f"At least 2 are needed, at most {MOST_SHARES} are made, and not fewer than are needed.")

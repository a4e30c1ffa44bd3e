"""The beginning of a desk: its master key, shown once, and the administrator with whom everything starts.

check_shares, check_person -> begin: administrator made, key made where there is none and shown -> kept, or nothing is
"""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from daybreak.errors import WrongSetting
from daybreak.seal.master import new_master, to_words
from daybreak.seal.quorum import MOST_SHARES, split
from daybreak_web.accounts import acts
from daybreak_web.accounts.models import User
from daybreak_web.compartments import keys


def check_shares(shares: int | None, needed: int | None) -> None:
    """WrongSetting unless both numbers are given or none, and they can be shares of a key that is not there yet."""
    if (shares is None) != (needed is None):
        raise WrongSetting("--shares and --needed belong together.", "Give both, such as --shares 5 --needed 3, or none.")
    if shares is None or needed is None:
        return
    if not 2 <= needed <= shares <= MOST_SHARES:
        raise WrongSetting(f"--shares {shares} --needed {needed}: that cannot be.",
                           f"At least 2 are needed, at most {MOST_SHARES} are made, and not fewer than are needed.")
    if keys.is_made():
        raise WrongSetting("This desk has its master key already.", "Leave out --shares and --needed.")


def check_person(email: str, name: str, password: str) -> None:
    """WrongSetting unless these can be an administrator's."""
    person = User(email=email, name=name)
    checks: dict[str, Callable[[], None]] = {
        "--email": lambda: validate_email(email),
        "--name": lambda: person.clean_fields(exclude=["email", "password", "role"]),
        "The password": lambda: validate_password(password, person),
    }
    for option, check in checks.items():
        try:
            check()
        except ValidationError as error:
            raise WrongSetting(f"{option}: {' '.join(error.messages)}", "Give another.") from error


@transaction.atomic
def begin(
    email: str, name: str, password: str, *, shares: int | None, needed: int | None, show: Callable[[list[str]], None]
) -> User:
    """Make the administrator, and the master key where there is none; it is shown before anything is kept."""
    try:
        person = acts.first_administrator(email, name=name, password=password)
    except ValidationError as error:
        raise WrongSetting(" ".join(error.messages), "Sign in as the administrator and invite others there.") from error
    if not keys.is_made():
        master = new_master()
        keys.unlock(master)
        show(split(master, shares, needed) if shares and needed else [to_words(master)])
    return person

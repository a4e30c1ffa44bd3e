"""What can go wrong, said to the person who can mend it.

    DaybreakError
    ├── UnreadableInput      a file that cannot be read at all: the run stops
    ├── WrongSetting         an option or a mapping that makes no sense
    ├── WrongRun             a run folder that is missing, half-written, altered or of another version
    ├── WrongJudgement       a judgements or truth file that names what is not there, or contradicts itself
    ├── WrongCatalogue       a reviewed data file that its schema does not allow: file, entry, field
    ├── CannotOpen           what is sealed does not open: another key, another place, or changed bytes
    ├── WrongKey             a key of the wrong length, or words that give no master key
    ├── WrongShares          shares of a master key: too few, misspelt, or of two masters
    ├── CannotRecord         a value that cannot be written so that it always has the same bytes
    ├── WrongHead            a line that is no head of a chain, or whose signature does not hold
    ├── WrongTimestamp       a timestamp that is none, or not for this data, or from an authority that is not trusted
    └── Interrupted          the person pressed Ctrl-C; nothing half-written was left

Every error carries what was wrong, where, and what to do: `advice()`.
"""

from __future__ import annotations


class DaybreakError(Exception):
    """Something a person can mend. `what` says what is wrong and where; `do` says what to do."""

    def __init__(self, what: str, do: str) -> None:
        super().__init__(what)
        self.what = what
        self.do = do

    def advice(self) -> str:
        """The whole message: what is wrong, where, and what to do."""
        return f"{self.what}\n  {self.do}"


class UnreadableInput(DaybreakError):
    """A file of adverts that cannot be read at all."""


class WrongSetting(DaybreakError):
    """An option, a column mapping or a setting that makes no sense."""


class WrongRun(DaybreakError):
    """A run folder that is missing, half-written, altered or of another version."""


class WrongJudgement(DaybreakError):
    """A judgements or truth file that names what is not there, or contradicts itself."""


class WrongCatalogue(DaybreakError):
    """A reviewed data file (indicators, wording ...) that its schema does not allow."""


class CannotOpen(DaybreakError):
    """What is sealed does not open: the key is another one, it belongs to another place, or its bytes were changed."""


class WrongKey(DaybreakError):
    """A key of the wrong length, or words that do not give a master key."""


class WrongShares(DaybreakError):
    """Shares of a master key that do not give it: too few, misspelt, or of two masters."""


class CannotRecord(DaybreakError):
    """A value that cannot be written down so that it always has the same bytes."""


class WrongHead(DaybreakError):
    """A line that is no head of a chain, or whose signature does not hold."""


class WrongTimestamp(DaybreakError):
    """A timestamp that is none, is not for this data, or comes from an authority that is not trusted."""


class Interrupted(DaybreakError):
    """The person stopped the run; nothing half-written was left."""

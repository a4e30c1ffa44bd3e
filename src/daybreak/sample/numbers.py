"""Phone numbers of nobody: made up, valid, each given out once.

country -> Numbers.new() -> national digits -> e164(), show() -> as an author would write it

Ranges set aside for fiction where they are wide enough (North America: exchange 555; France: the
regulator's blocks for works of fiction). Elsewhere such ranges hold a thousand numbers, too few for a
world, so the numbers are made up at random inside valid mobile ranges; one of them may by accident be
somebody's: nobody should call any of them. Addresses are under .example and .test (RFC 2606) only.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import gcd
from random import Random
from typing import Final

_NPA: Final = tuple(
    "201 202 203 205 206 207 208 209 210 212 213 214 215 216 217 218 219 224 225 228 229 231 234 239 240 248 251 252"
    " 253 254 256 260 262 267 269 270 276 281 301 302 303 304 305 307 308 309 310 312 313 314 315 316 317 318 319 320"
    " 321 323 325 330 334 336 337 352 360 361 386 401 402 404 405 406 407 408 409 410 412 413 414 415 417 419 423 425"
    " 432 434 435 440 443 469 478 480 484 501 502 503 504 505 507 508 509 510 512 513 515 516 517 518 520 530 540 541"
    " 551 559 561 563 567 570 571 573 574 575 580 585 586 601 602 603 605 606 607 608 609 610 612 614 615 616 617 618"
    " 619 620 623 626 630 631 636 641 646 650 651 660 661 662 678 682 701 702 703 704 706 707 708 712 713 714 715 716"
    " 717 718 719 720 724 727 731 732 734 740 754 757 760 763 765 769 770 772 773 774 775 781 785 786 801 802 803 804"
    " 805 806 808 810 812 813 814 815 816 817 818 828 830 831 832 843 845 847 848 850 856 857 858 859 860 862 863 864"
    " 865 870 901 903 904 906 907 908 909 910 912 913 914 915 916 917 918 919 920 925 928 931 936 937 940 941 947 949"
    " 951 952 954 956 970 971 972 973 978 979 980 985 989".split()
)
_NPA_CANADA: Final = tuple(
    "204 226 250 289 306 403 416 418 438 450 506 514 519 604 613 647 705 709 778 780 807 819 867 902 905".split()
)


@dataclass(frozen=True, slots=True)
class Plan:
    """How a country writes its numbers: x is a digit of the national number."""

    code: str
    prefixes: tuple[str, ...]  # valid whatever the digits that follow
    rest: int  # how many follow
    national: tuple[str, ...]
    abroad: tuple[str, ...]


PLANS: Final[dict[str, Plan]] = {
    "US": Plan(
        "1",
        tuple(n + "555" for n in _NPA),
        4,
        ("(xxx) xxx-xxxx", "xxx-xxx-xxxx", "xxx.xxx.xxxx", "xxxxxxxxxx", "xxx xxx xxxx"),
        ("+1 xxx xxx xxxx", "+1xxxxxxxxxx", "1-xxx-xxx-xxxx"),
    ),
    "CA": Plan(
        "1", tuple(n + "555" for n in _NPA_CANADA), 4, ("(xxx) xxx-xxxx", "xxx-xxx-xxxx", "xxxxxxxxxx"), ("+1 xxx xxx xxxx",)
    ),
    "GB": Plan(
        "44",
        tuple(f"7{n}" for n in range(400, 500)),
        6,
        ("0xxxx xxxxxx", "0xxxxxxxxxx", "0xxxx xxx xxx"),
        ("+44 xxxx xxxxxx", "0044 xxxx xxxxxx"),
    ),
    "ES": Plan(
        "34",
        ("61", "62", "63", "64", "65", "66", "67", "68", "69"),
        7,
        ("xxx xxx xxx", "xxx xx xx xx", "xxxxxxxxx"),
        ("+34 xxx xxx xxx",),
    ),
    "MX": Plan("52", ("55", "33", "81"), 8, ("xx xxxx xxxx", "xxxxxxxxxx"), ("+52 xx xxxx xxxx",)),
    "FR": Plan(
        "33",
        ("19900", "26191", "35301", "46571", "53649"),
        4,
        ("0x xx xx xx xx", "0xxxxxxxxx", "0x.xx.xx.xx.xx"),
        ("+33 x xx xx xx xx",),
    ),
    "PT": Plan("351", ("91", "92", "93", "96"), 7, ("xxx xxx xxx", "xxxxxxxxx"), ("+351 xxx xxx xxx",)),
    "BR": Plan(
        "55", ("119", "219", "319", "519"), 8, ("(xx) xxxxx-xxxx", "xx xxxxx xxxx", "xxxxxxxxxxx"), ("+55 xx xxxxx-xxxx",)
    ),
    "RU": Plan(
        "7",
        ("901", "903", "905", "909", "915", "916", "921", "926"),
        7,
        ("8 (xxx) xxx-xx-xx", "8xxxxxxxxxx", "8-xxx-xxx-xx-xx"),
        ("+7 xxx xxx-xx-xx", "+7xxxxxxxxxx"),
    ),
    "UA": Plan(
        "380",
        ("50", "63", "66", "67", "68", "93", "95", "97", "98"),
        7,
        ("0xx xxx xx xx", "0xxxxxxxxx", "(0xx) xxx-xx-xx"),
        ("+380 xx xxx xx xx", "+380xxxxxxxxx"),
    ),
    "CN": Plan(
        "86",
        ("134", "135", "136", "137", "138", "139", "150", "151", "158", "186"),
        8,
        ("xxx xxxx xxxx", "xxxxxxxxxxx", "xxx-xxxx-xxxx"),
        ("+86 xxx xxxx xxxx",),
    ),
    "AE": Plan("971", ("50", "52", "54", "55", "56"), 7, ("0xx xxx xxxx", "0xxxxxxxxx"), ("+971 xx xxx xxxx",)),
    "EG": Plan("20", ("10", "11", "12"), 8, ("0xx xxxx xxxx", "0xxxxxxxxxx"), ("+20 xx xxxx xxxx",)),
    "PL": Plan(
        "48", ("50", "51", "53", "60", "66", "69", "78", "79", "88"), 7, ("xxx xxx xxx", "xxxxxxxxx"), ("+48 xxx xxx xxx",)
    ),
    "DE": Plan(
        "49", ("160", "162", "170", "171", "175"), 7, ("0xxx xxxxxxx", "0xxx/xxxxxxx", "0xxxxxxxxxx"), ("+49 xxx xxxxxxx",)
    ),
}
#: When a range for fiction is used up.
_BEYOND: Final = {"FR": (("74", "75", "76", "77"), 7)}


class Numbers:
    """Gives out national numbers of each country, none twice."""

    def __init__(self, chance: Random) -> None:
        self._given = dict.fromkeys(PLANS, 0)
        self._start = {country: chance.randrange(10**6) for country in PLANS}

    def new(self, country: str) -> str:
        """The digits of a national number nobody in this world has."""
        at = self._given[country]
        self._given[country] = at + 1
        prefixes, rest = PLANS[country].prefixes, PLANS[country].rest
        size = len(prefixes) * int(10**rest)
        if at >= size and country in _BEYOND:
            at -= size
            prefixes, rest = _BEYOND[country]
            size = len(prefixes) * int(10**rest)
        step = round(size * 0.6180339887)
        while gcd(step, size) != 1:
            step += 1
        prefix, tail = divmod((self._start[country] + at * step) % size, 10**rest)
        return f"{prefixes[prefix]}{tail:0{rest}d}"


def e164(national: str, country: str) -> str:
    """+, country code and national number."""
    return f"+{PLANS[country].code}{national}"


def show(national: str, layout: str) -> str:
    """The number in one of its country's layouts."""
    digits = iter(national)
    return "".join([next(digits) if c == "x" else c for c in layout])

"""Names on messengers and networks, told by a cue word ("telegram: @name") or a bare @name.

folded texts -> locate_handles() -> row, Hit     value "platform:name"; "unknown:name" when no cue says which.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from daybreak.text.contacts.found import Hit
from daybreak.text.contacts.locate import Rows, locate

#: platform -> how it is called. Those in _SHORT are also other words and need a colon, an at sign or the like.
_CUES: Final = {
    "telegram": "telegram|telegramm|telegran|teleg|телеграмм?|телега|телегу|тг|tg|тлг"
                "|تلجرام|تيليجرام|تلغرام|تليجرام|电报|電報|飞机",
    "whatsapp": "whats ?app|whatsap|watsapp|вотсап|ватсап|вацап|واتساب|واتس",
    "instagram": "instagram|insta|ig|инстаграмм?|инста|انستقرام|انستغرام|انستا",
    "snapchat": "snapchat|snap|sc|снап|سناب ?شات|سناب",
    "wechat": "wechat|we chat|weixin|wx|vx|微信号?|薇信|威信|加微信?|вичат",
    "line": "line|ไลน์|ライン",
    "signal": "signal|сигнал",
    "kik": "kik|kick",
    "viber": "viber|вайбер|فايبر",
    "twitter": "twitter|твиттер|تويتر",
    "facebook": "facebook|face|fb|messenger|фейсбук|فيسبوك",
    "skype": "skype|скайп",
    "discord": "discord",
    "qq": "qq号?",
    "kakao": "kakao ?talk|kakao|카카오톡|카톡",
    "zalo": "zalo",
    "tiktok": "tik ?tok|tiktok|тикток",
    "vk": "vk|вконтакте|вк",
}
_SHORT: Final = frozenset("tg тг ig sc snap wx vx line signal kick face fb messenger vk вк insta сигнал teleg".split())
_LINK: Final = (r"(?:\s{0,2}(?:[:=>@#()\[\].|/~-]|"
                r"(?:id|i\.d|user|username|user name|name|handle|account|acct|nick|nickname|usuario|utilisateur|"
                r"пользователь|ник|логин|"
                r"is|me|us|at|my|on|me at|it's|es|est|это|号|號|账号|帐号|搜|معرف|حساب)(?![^\W\d_]))){0,5}")
_ANY_CUE: Final = "|".join(_CUES.values())
_LONG_CUES: Final = [c for names in _CUES.values() for c in names.split("|") if c not in _SHORT]
_MARKED: Final = r"\s{0,2}(?:[a-z]{2,8}\s{0,2}){0,2}[:=@>#~(/|-]"
#: Where a cue or a bare name starts; for polars, so it does not look around.
_START: Final = (f"(?i)@[a-z0-9_]|(?:{'|'.join(sorted(_LONG_CUES, key=lambda c: (-len(c), c)))})"
                 f"|(?:{'|'.join(sorted(_SHORT))}){_MARKED}")
_CUED: Final = re.compile(rf"(?i)(?<![^\W\d_])(?P<cue>{_ANY_CUE})"
                          rf"(?:(?<=[^a-zа-яё])|(?![a-zа-яё]))"
                          rf"(?P<link>{_LINK})\s{{0,3}}@?\s?"
                          r"(?P<name>[a-z0-9](?:[a-z0-9_.-]{1,30}[a-z0-9_])|_[a-z0-9_.]{2,30})(?![\w@])")
_BARE: Final = re.compile(r"(?<![\w@/.+-])@(?P<name>[A-Za-z0-9_](?:[A-Za-z0-9_.]{1,28})[A-Za-z0-9_])(?![\w@])")
_PLATFORM_OF: Final = [(re.compile(rf"(?i){names}"), platform) for platform, names in _CUES.items()]
_WORDS: Final = frozenset("""
the and for you only now with our your app chat call text message msg number phone contact group channel video available here link
please add follow account page name user username handle messenger whatsapp telegram instagram snapchat signal viber line wechat
kik facebook twitter email mail web website available preferred ok okay yes not free new all are can will
have any this that day days
work job jobs pay from more info information cook cooks production leader worker operator worker
para por con que solo numero llama escribe pour avec mon sur uniquement aussi seulement und oder nur mich com
""".split())


def locate_handles(texts: Rows) -> Iterator[tuple[int, Hit]]:
    """The handles of every text: row, hit in the folded text. A number after "whatsapp:" is left to the phones."""
    last, taken = -1, 0
    for row, start, _ in locate(texts, _START):
        if row != last:
            last, taken = row, 0
        if start < taken:
            continue
        hit = _bare(texts[row], start) if texts[row][start] == "@" else _cued(texts[row], start)
        if hit:
            taken = hit.end
            yield row, hit


def _cued(text: str, start: int) -> Hit | None:
    """A name after the word for its platform."""
    match = _CUED.match(text, start)
    sure = _certainty(match) if match else 0.0
    if not match or not sure:
        return None
    platform = next(p for cue, p in _PLATFORM_OF if cue.fullmatch(match["cue"]))
    return Hit("handle", f"{platform}:{match['name'].lower()}", match.start("name"), match.end("name"), "plain", sure)


def _bare(text: str, start: int) -> Hit | None:
    """A name after an at sign of which nothing says the platform."""
    match = _BARE.match(text, start)
    if not match or not re.search("[A-Za-z]", match["name"]):
        return None
    return Hit("handle", f"unknown:{match['name'].lower()}", match.start("name"), match.end("name"), "bare", 0.6)


def _certainty(match: re.Match[str]) -> float:
    """How sure a cued name is: 0 for an ordinary word, surer after a colon or an at sign or with a digit."""
    name, cue = match["name"].lower(), match["cue"].lower()
    link = match.string[match.end("cue"):match.start("name")]
    marked = any(c in link for c in ":=@>#~") or "id" in link.lower().split()
    if "qq" in cue:
        return 0.85 if name.isdigit() and 5 <= len(name) <= 11 else 0.0
    if not re.search("[a-z]", name) or name in _WORDS or len(name) < 3:
        return 0.0
    odd = bool(re.search(r"[0-9_]", name))
    if cue in _SHORT:
        if odd and any(c in link for c in "-/|("):
            return 0.7
        return 0.85 if "@" in link or (marked and odd) else 0.6 if marked else 0.0
    if "@" in link:
        return 0.95
    if marked:
        return 0.9 if odd else 0.75
    return 0.75 if odd else 0.0

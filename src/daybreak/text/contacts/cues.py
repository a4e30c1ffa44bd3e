"""What stands around digits and tells a phone from a price, a date, a measure or a licence number."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

#: Words before a phone.
CALL: Final = frozenset("""
call calls calling text txt texting phone ph tel telephone tele cell cellphone mobile mob whatsapp whatsap watsapp wapp wa
sms contact contacts number numbers dial ring reach hotline landline imo viber signal telegram zalo fax
llama llame llamar llamame llámame llamanos llámanos teléfono telefono teléfonos telefonos tlf telf celular cel móvil movil
número numero numeros wasap guasap whats zap zapzap ligar ligue liga ligação telefone telefones fone telemóvel contato contacto
appeler appelez appelle appel téléphone téléphoner tél portable joindre numéro contactez
chiamare chiama chiamaci cellulare cell telefonare anrufen ruf anruf handy telefon telefonnummer rufnummer nummer
тел телефон телефону телефоны моб мобильный звоните звони звонить звонок позвоните номер ватсап вотсап вацап вайбер
дзвоніть дзвони телефонуйте моб номер
هاتف تلفون تليفون اتصل اتصلوا جوال موبايل محمول واتساب واتس رقم للتواصل الهاتف الاتصال tel. zadzwoń zadzwonić ara arayın telefonu
""".split())
#: Words before a number that is no phone.
OTHER: Final = frozenset("""
order orders ref reference id license licence lic permit case account acct iban card invoice zip postcode zipcode isbn ein
ssn vin serial model item sku uei duns fein registration reg certificate certification docket claim batch lot tracking barcode
factura pedido licencia matrícula cédula nif dni cif nie expediente cuenta tarjeta cnpj cpf cep rg siret siren commande
facture compte carte rechnung bestellung konto steuernummer ordine fattura partita iva заказ инн огрн огрнип лицензия паспорт
счет счёт карта договор снилс окпо єдрпоу іпн population version clause section sec cfr dfars far usc oar rule
part article annex iso rfc naics soc isin swift bic asin doi pmid cve bug commit latitude longitude coordinates gps vat
""".split())
BEFORE, AFTER = 36, 12                  # characters of context that are looked at
_CALL_UNSPACED: Final = re.compile("电话|電話|手机|手機|联系|聯繫|致电|拨打|微信|加微|热线|☎|📞|📱|📲|✆|📳|🤙|โทร|전화|연락")
_OTHER_UNSPACED: Final = re.compile("订单|訂單|编号|編號|身份证|执照|账号|帳號|卡号|邮编|QQ|qq")
_MONEY: Final = "$€£¥₽₴₹₺₩฿₫₪₱₦"
#: Where what is said of one number ends: another digit, or the end of a clause.
_CLAUSE_END: Final = re.compile(r"[\d,;!?\n\x1e]|(?<!\bno)(?<!\bnr)\.\s")
_WORD: Final = re.compile(r"[^\W\d_]+\.?|#", re.UNICODE)
_UNIT: Final = re.compile(
    r"\s?(?:[%°" + _MONEY + r"]|(?:usd|eur|euros?|gbp|dollars?|bucks|rub|руб\w*|грн|uah|mxn|pesos?|brl|reais|cny|rmb|"
    r"yuan|元|块|inr|rs|"

r"aed|sar|egp|jpy|円|krw|원|thb|บาท|chf|zł|pln|kč|kr|cm|mm|km|kg|kgs|g|lbs?|lb|oz|ft|feet|sq|sqft|sqm|m2|m²|m|mi|miles?|inch|inches|in|"
    r"hrs?|hours?|mins?|minutes?|min|years?|yrs?|yo|months?|weeks?|days?|am|pm|acres?|hectares?|ha|gallons?|kw|kwh|hp|"
    r"años|ans|anos|jahre|лет|год|года|кг|см|км|м|час\w*|мин\w*|horas?|heures?|uhr|stunden|workers?|persons?|people|roses?|"
    r"متر|كم|سنة|ريال|درهم|جنيه|公里|公斤|小时|岁|平米|米)(?![^\W\d_]))", re.IGNORECASE)
#: All that `_UNIT` looks at: a sign, or a word to its end.
_BLANK_AND_WORD: Final = re.compile(rf"\s?(?:\w+|[%°{_MONEY}])")
_MONEY_WORD: Final = frozenset("usd eur gbp rs inr rub mxn brl cny aed sar egp r price pay salary wage rate precio pago prix"
                               " tarif preço salário"
                               " цена зарплата оплата salario 价格 工资".split())


@cache
def _no_space_script() -> re.Pattern[str]:
    """Letters of scripts that write words without spaces: digits beside them are not part of a word."""
    return re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")


def speaks_for(before: str) -> float:
    """How the words before digits speak: 1 a word for phoning, -1 for another number, 0 neither.

    before: at most some thirty characters that end where the digits begin.
    """
    tail = before[-14:]
    lower = before.lower()
    for word in reversed(_WORD.findall(lower)[-3:]):
        bare = word.rstrip(".")
        if bare in CALL:
            return 1.0
        if (bare in OTHER or word == "#") and not _CLAUSE_END.search(lower[lower.rfind(word) + len(word):].rstrip(" .:#-")):
            return -1.0
    if _CALL_UNSPACED.search(tail):
        return 1.0
    return -1.0 if _OTHER_UNSPACED.search(tail) else 0.0


def unit_follows(after: str) -> bool:
    """Whether a currency or a unit stands right after digits."""
    said = _BLANK_AND_WORD.match(after)
    return _is_unit(said.group()) if said else False


@lru_cache(maxsize=20_000)
def _is_unit(word: str) -> bool:
    return _UNIT.match(word) is not None


def is_priced(before: str, after: str) -> bool:
    """Whether the digits between are an amount or a measure: a currency before, a currency or unit after."""
    close = before.rstrip()
    if close and close[-1] in _MONEY:
        return True
    if after and unit_follows(after):
        return True
    last = _WORD.findall(before[-12:].lower())[-1:]
    return bool(last) and last[0].rstrip(".") in _MONEY_WORD and not before.rstrip(" :.").endswith(")")


def ends_with_plus(text: str) -> bool:
    """Whether a plus, or the word for it, stands at the end."""
    text = text[-10:]
    return text.rstrip(" (").lower().endswith(("+", "plus", " más", " mas", "плюс", "加"))


def is_negative(left: str) -> bool:
    """Whether a minus sign stands before: -2147483648 is an amount."""
    return left.endswith("-") and (len(left) == 1 or left[-2] in " =([{<,\n")


def touches_word(before: str, after: str) -> bool:
    """Whether a letter, an underscore or an at sign clings to the digits, so that they are part of a longer name."""
    left, right = before[-1:], after[:1]
    if right and (right.isalpha() and not _no_space_script().match(right) or right in "_@"):
        return True
    if not left:
        return False
    if left in "_@=&" or (left.isalpha() and not _no_space_script().match(left)):
        word = _WORD.findall(before.lower())[-1:]
        return not (word and word[0] in CALL)
    if left in "-/." and len(before) > 1:
        return before[-2].isalnum() and not _no_space_script().match(before[-2]) and not _ends_in_call(before)
    return False


def _ends_in_call(before: str) -> bool:
    """Whether the last word is one for phoning ("Tel.", "ph-")."""
    word = _WORD.findall(before.lower())[-1:]
    return bool(word) and word[0].rstrip(".") in CALL

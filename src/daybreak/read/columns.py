"""Which column of a file is which of ours: by its name in several languages, or as --columns says.

names of a file, ReadSettings -> match_columns() -> Matched (ours -> theirs)
Names are compared without case, accents, spaces and signs: "Posted At", "posted_at" and "postedAt" are one.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from daybreak.errors import WrongSetting
from daybreak.settings import ReadSettings

#: ours -> names that mean it, the likeliest first. A name stands under one of ours only.
NAMES: Final[dict[str, str]] = {
    "id": "id ad_id advert_id post_id posting_id listing_id job_id order_id record_id uuid guid identifier",
    "site": "site website source_site platform domain host portal site_name sitio sitio_web plateforme сайт 网站 "
            "الموقع",
    "category": "category ad_category section job_category occupation categoria categorie kategorie rubrik "
                "rubrique seccion категория рубрика 类别 分类 الفئة",
    "posted_at": "posted_at posted date_posted post_date posting_date posted_date publication_date published_at "
                 "published pub_date publish_date created_at created date_created date datetime timestamp time "
                 "posted_on scraped_at crawl_date seen_at fecha fecha_publicacion date_publication data "
                 "data_publicacao datum veroffentlicht дата дата_публикации 日期 发布日期 发布时间 تاريخ التاريخ "
                 "تاريخ_النشر",
    "title": "title heading headline subject job_title ad_title post_title listing_title titulo titre titel "
             "titolo betreff asunto objet cargo заголовок название тема 标题 职位 العنوان عنوان",
    "body": "body text description content post body_text ad_text ad_body post_text post_body full_text message "
            "details job_description job_duties duties raw_text html_text advert ad descripcion texto cuerpo "
            "contenido mensaje texte contenu corps descricao conteudo mensagem beschreibung inhalt nachricht "
            "testo descrizione описание текст объявление сообщение 正文 内容 描述 文本 النص نص الوصف المحتوى",
    "city": "city town location_city locality municipality worksite_city ciudad ville cidade stadt ort citta "
            "miasto город 城市 المدينة مدينة",
    "state": "state region province location_state state_province worksite_state estado provincia departement "
             "bundesland regione область регион 省 省份 ولاية المنطقة",
    "country": "country country_code location_country nation pais pays land paese страна 国家 البلد الدولة بلد",
    "latitude": "latitude lat geo_lat location_lat latitud breitengrad latitudine широта 纬度 خط_العرض",
    "longitude": "longitude lon lng long geo_lon geo_lng location_lon location_lng longitud langengrad "
                 "longitudine долгота 经度 خط_الطول",
    "phone": "phone telephone phone_number phones tel mobile cell contact_number contact_phone phone_no whatsapp "
             "whatsapp_number telefono celular movil numero_telefono telephone_number portable telefone telefon "
             "telefonnummer handynummer rufnummer cellulare телефон номер_телефона 电话 手机 电话号码 联系电话 "
             "الهاتف هاتف رقم_الهاتف الجوال",
    "email": "email mail email_address emails contact_email correo correo_electronico courriel "
             "adresse_mail email_adresse posta почта эл_почта 邮箱 电子邮件 البريد البريد_الإلكتروني",
    "handle": "handle handles social social_handle screen_name",
    "url": "url urls link links contact_url web web_address enlace lien ссылка 链接 网址 رابط الرابط",
    "account": "account account_id user user_id username poster poster_id author author_id seller "
               "seller_id member_id profile profile_id owner cuenta usuario compte utilisateur auteur conta konto "
               "nutzer benutzer аккаунт пользователь автор 账号 用户 用户名 الحساب حساب المستخدم",
    "name": "name poster_name contact_name person_name display_name nombre nom nome имя 姓名 名字 الاسم اسم",
    "age": "age poster_age edad idade alter eta возраст 年龄 العمر",
    "price": "price prices rate rates cost rent precio tarifa prix tarif preco preis miete prezzo цена 价格 السعر "
             "سعر",
    "pay": "pay pay_from wage wage_from wage_offer pay_rate basic_rate basic_rate_from basic_wage_rate salary "
           "salary_from salary_min min_salary pay_min salario sueldo salaire remuneration gehalt lohn stipendio "
           "зарплата 工资 薪资 الراتب راتب",
    "pay_unit": "pay_unit wage_unit salary_unit pay_period salary_period wage_per pay_per salary_type pay_type "
                "per pay_range_unit unidad_pago periodo_salario",
    "pay_currency": "pay_currency currency currency_code salary_currency wage_currency moneda devise moeda "
                    "wahrung valuta валюта 货币 العملة",
    "image_hash": "image_hash image_hashes img_hash photo_hash picture_hash phash dhash pdq pdq_hash "
                  "perceptual_hash hash hashes",
    "image": "image images image_path image_paths photo photos picture pictures img imagen imagenes foto fotos "
             "bild",
    "source": "source source_url ad_url page_url post_url posting_url listing_url job_url permalink page_address "
              "ad_link post_link fuente quelle источник 来源 المصدر",
}

#: Columns of which an advert may have several (phone, whatsapp): their values stand side by side.
SEVERAL: Final = frozenset({"phone", "email", "handle", "url", "image_hash", "image"})


@dataclass(frozen=True, slots=True)
class Matched:
    """Which columns of a file are read as which of ours, likeliest first."""

    theirs: Mapping[str, tuple[str, ...]]

    @property
    def has_text(self) -> bool:
        """Whether there is anything to read."""
        return "title" in self.theirs or "body" in self.theirs

    def unused(self, names: Iterable[str]) -> list[str]:
        """Columns of the file that nothing is read from."""
        used = {name for names_of_one in self.theirs.values() for name in names_of_one}
        return sorted(set(names) - used)


@functools.cache
def fold_name(name: str) -> str:
    """A column name without case, accents, spaces and signs."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return re.sub(r"[\W_]", "", "".join(c for c in plain if not unicodedata.combining(c)))


_OURS: Final[dict[str, tuple[str, int]]] = {
    fold_name(name): (ours, rank) for ours, names in NAMES.items() for rank, name in enumerate(names.split())
}


def is_wanted(name: str, settings: ReadSettings) -> bool:
    """Whether a column of this name may be one of ours."""
    folded = fold_name(name)
    return folded in _OURS or any(fold_name(theirs) == folded for _, theirs in settings.columns)


def match_columns(names: Iterable[str], settings: ReadSettings) -> Matched:
    """Say which column is which. What --columns says goes before what a name suggests."""
    names = sorted(names)
    said: dict[str, tuple[str, ...]] = {}
    for ours, theirs in settings.columns:
        exact = [n for n in names if n == theirs] or [n for n in names if fold_name(n) == fold_name(theirs)]
        if exact:
            said[ours] = (*said.get(ours, ()), *exact[:1])
    taken = {name for several in said.values() for name in several}
    found: dict[str, list[tuple[int, str]]] = {}
    for name in names:
        ours, rank = _OURS.get(fold_name(name), ("", 0))
        if ours and name not in taken and ours not in said:
            found.setdefault(ours, []).append((rank, name))
    for ours, ranked in found.items():
        ordered = tuple(name for _, name in sorted(ranked))
        said[ours] = ordered if ours in SEVERAL else ordered[:1]
    return Matched(said)


def read_mapping(said: str) -> tuple[tuple[str, str], ...]:
    """`body=description,title=headline` -> ((body, description), (title, headline)). Raises WrongSetting."""
    pairs: list[tuple[str, str]] = []
    for part in filter(None, (p.strip() for p in said.split(","))):
        ours, equals, theirs = (x.strip() for x in part.partition("="))
        if not equals or not theirs:
            raise WrongSetting(f"--columns: {part!r} is not of the form ours=theirs.",
                               "Write for instance --columns body=description,posted_at=date.")
        if ours not in NAMES:
            raise WrongSetting(f"--columns: there is no column {ours!r} of ours.", f"Ours are: {', '.join(NAMES)}.")
        pairs.append((ours, theirs))
    return tuple(pairs)


def refuse_unknown(settings: ReadSettings, names: Iterable[str]) -> None:
    """Raise WrongSetting when --columns names a column of theirs that no file has."""
    names = sorted(set(names))
    known = {fold_name(name) for name in names}
    for ours, theirs in settings.columns:
        if fold_name(theirs) not in known:
            raise WrongSetting(f"--columns {ours}={theirs}: no file has a column {theirs!r}.",
                               f"The columns that exist are: {', '.join(names) or 'none'}.")

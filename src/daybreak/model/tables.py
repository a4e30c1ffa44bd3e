"""The tables of a run: one schema each, in the order in which they come to be.

ads -> texts, contacts, mentions -> templates -> evidence -> organisations -> indicators -> leads

`ad` is the row number of an advert in its run, 0..n-1 in reading order: every other table points to it.
Spans are half-open character (code point) offsets into the named field *as it was read*.
Schemas are plain mappings of column to type name, so that this module needs no library;
`daybreak.store.schema` turns them into polars and Arrow types.
"""

from __future__ import annotations

from typing import Final

Schema = dict[str, str]

#: One posting as seen, at one time and place. Written by `read`; text columns exactly as they came.
ADS: Final[Schema] = {
    "ad": "u32",
    "id": "str",            # given, or "<file name>:<line>"; unique in a run
    "file": "u16",          # index into manifest.inputs
    "line": "u32",          # 1-based line, row or WARC record in that file
    "site": "str",
    "category": "str",      # as the site files it ("farm work", "rooms"); never a protected trait
    "posted_at": "time",    # microseconds, UTC, no zone; null when unknown
    "title": "str",
    "body": "str",
    "city": "str",
    "state": "str",
    "country": "str",       # ISO 3166-1 alpha-2 where it can be told, else as given
    "latitude": "f64",
    "longitude": "f64",
    "phone": "str",         # the columns as given; several separated by ";" or "|"
    "email": "str",
    "handle": "str",
    "url": "str",
    "account": "str",       # the poster's account on the site
    "name": "str",
    "age": "str",
    "price": "str",
    "pay": "f64",           # what a worker is offered, per pay_unit, in pay_currency
    "pay_unit": "str",      # hour, day, week, month, year, piece
    "pay_currency": "str",  # ISO 4217; null = that of the country
    "image_hash": "str",    # hex of 64 or 256 bits, several separated by one space
    "image": "str",         # path; not hashed yet
    "source": "str",        # address of the page it was read from; says where it stood, never a contact
}

#: One distinct text (title and body together). Several ads may carry it: `text_of_ad` maps them.
TEXTS: Final[Schema] = {
    "text": "u32",          # 0..m-1 in order of first ad
    "ad": "u32",            # the first ad that carries it
    "words": "str",         # comparable form: see daybreak.text.words
    "emoji": "str",         # the emoji of the text in order, separated by one space
    "language": "str",      # ISO 639-1, or "und"
}

#: What `ads.parquet` of a run holds: the advert and where linking put it.
LINKED_ADS: Final[Schema] = ADS | {
    "text": "u32",          # its distinct text
    "language": "str",
    "template": "u32",      # ads of one template carry one number; a text of its own has its own
    "organisation": "str",
}

#: A contact found in an advert, or given in a column.
CONTACTS: Final[Schema] = {
    "ad": "u32",
    "kind": "str",          # phone | email | handle | url | wallet | account
    "value": "str",         # comparable: E.164, lower-case address, "platform:name", host/path, "chain:address"
    "field": "str",         # title | body | the column it came from
    "start": "u32",         # span in that field; 0,0 for a column
    "end": "u32",
    "written": "str",       # the characters as they stand there
    "how": "str",           # plain spaced words leet emoji keycap fullwidth homoglyph split at-dot enclosed styled
                            # numerals hidden link bare column ...
    "certainty": "f32",     # probability that it is this contact, 0..1
}

#: Anything else read out of a text that a slot, an indicator or a map needs.
MENTIONS: Final[Schema] = {
    "ad": "u32",            # the first advert that carries the text
    "kind": "str",          # place | price | age | name | date | time | measure
    "value": "str",         # comparable: geonames id, "120 USD", "23", "anna", ISO date ...
    "field": "str",
    "start": "u32",
    "end": "u32",
    "certainty": "f32",
}

#: Text that several ads were made from.
TEMPLATES: Final[Schema] = {
    "template": "u32",
    "ads": "u32",           # how many adverts
    "texts": "u32",         # how many distinct texts
    "pattern": "str",       # the constant words, with {1:phone} {2:name} ... where the slots are
    "slots": "list[struct{slot:u16,type:str,values:list[struct{value:str,comparable:str,ads:u32}],distinct:u32}]",  # what varies
                            # (values: the most used first; value as most adverts write it; comparable as it was read there
                            # (E.164, "120 USD/hour", "Leeds, GB"), null where nothing was or where that is the same)
    "bits_apart": "f64",    # description length of the texts each on its own
    "bits_together": "f64",  # description length as template, slots and edits
    "accepted": "bool",     # together is shorter
}

#: Why two ads are thought to be (or not to be) of one source.
EVIDENCE: Final[Schema] = {
    "left": "u32",
    "right": "u32",
    "channel": "str",       # phone email handle url wallet account text template image style movement difference judgement
    "log_odds": "f32",      # natural logarithm; negative speaks against
    "key": "str",           # the shared identifier, or null
    "users": "u32",         # adverts that carry the identifier
    "hub": "f32",           # 0 = its users have much else in common, 1 = nothing
    "left_quote": "str",
    "right_quote": "str",
    "used": "str",          # link | review | against | judgement
}

#: Ads thought to come from one source; not a legal person.
ORGANISATIONS: Final[Schema] = {
    "organisation": "str",  # stable id: "o-" and 12 characters
    "ads": "u32",
    "templates": "u32",
    "contacts": "u32",
    "places": "u32",
    "sites": "u32",
    "first_seen": "time",
    "last_seen": "time",
    "weakest_link": "f32",  # log-odds of the weakest link that holds it together; null for one ad
    "review": "str",        # why a person should look at how it was joined, or null
}

#: One observable sign on one organisation.
INDICATORS: Final[Schema] = {
    "organisation": "str",
    "indicator": "str",     # id in the catalogue
    "strength": "f32",      # 0..1, how clearly it is observed
    "weight": "f32",        # log-odds it adds in the label model
    "observed": "str",      # a sentence with the figures
    "ads": "list[u32]",     # adverts it was read from, at most 20
    "quotes": "list[struct{ad:u32,field:str,start:u32,end:u32,quote:str}]",
}

#: Organisations in the order in which a person should look.
LEADS: Final[Schema] = {
    "rank": "u32",          # 1 is first; null below the evidence threshold
    "organisation": "str",
    "standing": "str",      # lead | insufficient evidence
    "score": "f32",         # ranks only; not a probability
    "low": "f32",           # interval of the score
    "high": "f32",
    "rank_low": "u32",      # the interval said as ranks
    "rank_high": "u32",
    "because": "list[str]",
    "could_be": "list[str]",       # what else it could be
    "would_change": "list[str]",   # what would change this
}

#: A row that could not be read.
REJECTS: Final[Schema] = {
    "file": "str",
    "line": "u32",
    "field": "str",         # null when the whole row is bad
    "reason": "str",        # a sentence
    "content": "str",       # the first 200 characters of what stood there
}

ALL: Final[dict[str, Schema]] = {
    "ads": LINKED_ADS, "texts": TEXTS, "contacts": CONTACTS, "mentions": MENTIONS, "templates": TEMPLATES, "evidence": EVIDENCE,
    "organisations": ORGANISATIONS, "indicators": INDICATORS, "leads": LEADS, "rejects": REJECTS,
}

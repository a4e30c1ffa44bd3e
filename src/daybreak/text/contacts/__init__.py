"""Contacts: who could be reached through an advert, and where it says so.

title, body -> find_contacts() -> Found      one text
texts       -> read_contacts() -> frame      many texts, the same answer
adverts     -> read_columns()  -> frame      what stands in columns of its own
"""

from daybreak.text.contacts.bulk import find_contacts, read_contacts
from daybreak.text.contacts.columns import read_columns
from daybreak.text.contacts.found import Found

__all__ = ["Found", "find_contacts", "read_columns", "read_contacts"]

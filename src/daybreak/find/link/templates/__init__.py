"""What adverts were made from: for each group of copies its constant words and the slots between them.

words, groups -> tokens -> align each text with the medoid -> columns, slots, edits -> bits -> TEMPLATES
texts as written, contacts, mentions -> what stands in the slots, and what kind of thing it is

A column that more than half of the texts share is constant; a number, and what stands where texts differ, is a slot.
A template is accepted where writing the texts as template, slot values and edits takes fewer bits than writing each
on its own (a word costs what the corpus' word counts say); a group that is two templates is split where that is shorter.
Source: description length as in InfoShield (Lee et al., ICDE 2021); alignment by bit-parallel LCS (Hyyrö, 2004).
"""

from daybreak.find.link.templates.finding import find_templates
from daybreak.find.link.templates.said import Said, said_in

__all__ = ["Said", "find_templates", "said_in"]

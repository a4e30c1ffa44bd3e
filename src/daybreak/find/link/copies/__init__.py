"""Which texts are near copies of one another.

words -> read_shingles() -> alike texts join -> what is rare is counted once a group -> groups join -> Copies

Exact copies collapse first. A shingle is two words in a row, as 32 bits of a fixed hash. Candidates are texts next to
each other on a list of texts that carry the same sampled shingle, so their number grows with the texts and not with
their pairs. First those join whose difference is scattered edits: no long stretch of either is missing in the other.
Then document frequency is counted over these groups, one text for each: a campaign of 900 adverts counts
as one, a phrase that everybody uses as many. What is left joins by the share of *rare* wording in common.
Every number before the last comparison is an integer, and texts are walked in the order of their content's hash, so
neither the order of the input nor the number of threads can change a group.
Source: chain-linked inverted index with idf weights, after Bayardo et al., WWW 2007; df per group: our own measurement.
"""

from daybreak.find.link.copies.grouping import Copies, group_copies
from daybreak.find.link.copies.growing import add_copies

__all__ = ["Copies", "add_copies", "group_copies"]

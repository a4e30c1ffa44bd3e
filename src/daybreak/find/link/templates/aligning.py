"""The compiled half of template finding: tokens, alignment with a medoid, slots, edits and bits.

bytes -> read_tokens() -> token hashes and places -> fit_groups() -> columns, spans of slot values, bits

Bits are counted in sixteenths, as integers. Texts of a group are walked in the order of their content.
"""

from __future__ import annotations

import numba
import numpy as np

CONSTANT, LOOSE, NUMBER = 0, 1, 2
_FULLY = 64             # texts of a group whose alignments decide which columns are constant
_MARGIN = 4             # a split must save so big a part (1 in ...) of what the fewer texts cost each on its own
_LONGEST = 4096         # tokens that are aligned; what follows in a longer text counts as added


@numba.njit(cache=True, nogil=True)
def read_tokens(raw, offsets, token, place, end_place, starts, content):  # type: ignore[no-untyped-def]
    """Hash, first and last byte of each token (a number's hash is 0), and 64 bits of each text. Returns how many."""
    n = 0
    for t in range(len(offsets) - 1):
        begin, end = offsets[t], offsets[t + 1]
        whole = np.uint64(0x9E3779B97F4A7C15)
        i = begin
        while i < end:
            if raw[i] == 32:
                i += 1
                continue
            place[n] = i
            word = np.uint64(0xCBF29CE484222325)
            first = i
            while i < end and raw[i] != 32:
                word = (word ^ np.uint64(raw[i])) * np.uint64(0x100000001B3)
                i += 1
            word ^= word >> np.uint64(29)
            word *= np.uint64(0xBF58476D1CE4E5B9)
            word ^= word >> np.uint64(32)
            whole = (whole ^ word) * np.uint64(0x9FB21C651E98DF25)
            whole ^= whole >> np.uint64(28)
            end_place[n] = i
            token[n] = 0 if i - first == 1 and raw[first] == 48 else (word & np.uint64(0xFFFFFFFF)) | np.uint64(1)
            n += 1
        starts[t + 1] = n
        content[t] = whole
    return n


@numba.njit(cache=True, nogil=True)
def count_tokens(token, count, counts):  # type: ignore[no-untyped-def]
    """Add tokens to a table of counts by the high bits of their hash."""
    mask = len(counts) - 1
    for i in range(count):
        counts[(np.int64(token[i]) >> 4) & mask] += 1


@numba.njit(cache=True, nogil=True)
def _medoid(members, token, starts):  # type: ignore[no-untyped-def]
    """The member with most of the words that most have, and least of the rest."""
    total = 0
    for t in members:
        total += starts[t + 1] - starts[t]
    size = 64
    while size < 2 * total:
        size *= 2
    key = np.zeros(size, np.uint32)
    count = np.zeros(size, np.int32)
    last = np.full(size, -1, np.int64)
    best, chosen = -(1 << 60), members[0]
    for turn in range(2):
        for t in members:
            score = 0
            for i in range(starts[t], starts[t + 1]):
                slot = np.int64(token[i] >> np.uint32(1)) & (size - 1)
                while last[slot] >= 0 and key[slot] != token[i]:
                    slot = (slot + 1) & (size - 1)
                if turn == 0:
                    if last[slot] != t:
                        last[slot] = t
                        key[slot] = token[i]
                        count[slot] += 1
                else:
                    score += 2 * count[slot] - len(members)
            if turn == 1 and score > best:
                best, chosen = score, t
    return chosen


@numba.njit(cache=True, nogil=True)
def _index(base, m, token):  # type: ignore[no-untyped-def]
    """Where each word of the medoid first stands: an open table of words and columns."""
    size = 64
    while size < 2 * m:
        size *= 2
    key = np.zeros(size, np.uint32)
    column = np.full(size, -1, np.int64)
    for j in range(m):
        slot = _find(token[base + j], key, column)
        if column[slot] < 0:
            column[slot] = j
            key[slot] = token[base + j]
    return key, column


@numba.njit(cache=True, nogil=True)
def _find(word, key, column):  # type: ignore[no-untyped-def]
    slot = np.int64(word >> np.uint32(1)) & (len(key) - 1)
    while column[slot] >= 0 and key[slot] != word:
        slot = (slot + 1) & (len(key) - 1)
    return slot


@numba.njit(cache=True, nogil=True)
def _align(medoid, members, token, starts, matched):  # type: ignore[no-untyped-def]
    """matched[k, j]: the token of member k that is column j of the medoid, or -1: a longest common subsequence."""
    base = starts[medoid]
    m = min(starts[medoid + 1] - base, _LONGEST)
    words = (m + 63) // 64
    key, column = _index(base, m, token)
    masks = np.zeros((m + 1, words), np.uint64)
    longest = 0
    for t in members:
        longest = max(longest, min(starts[t + 1] - starts[t], _LONGEST))
    for j in range(m):
        masks[column[_find(token[base + j], key, column)], j >> 6] |= np.uint64(1) << np.uint64(j & 63)
    rows = np.zeros((longest + 1, words), np.uint64)
    for k in range(len(members)):
        t = members[k]
        matched[k, :] = -1
        if t == medoid:
            for j in range(m):
                matched[k, j] = j
            continue
        n = min(starts[t + 1] - starts[t], _LONGEST)
        rows[0, :] = ~np.uint64(0)
        for i in range(n):
            first = column[_find(token[starts[t] + i], key, column)]
            if first < 0:
                rows[i + 1, :] = rows[i, :]
                continue
            carry = np.uint64(0)
            for w in range(words):
                v = rows[i, w]
                u = v & masks[first, w]
                added = v + u
                more = np.uint64(1) if added < v else np.uint64(0)
                added += carry
                if added < carry:
                    more = np.uint64(1)
                carry = more
                rows[i + 1, w] = added | (v & ~masks[first, w])
        i, j = n, m
        while i > 0 and j > 0:
            bit = np.uint64(1) << np.uint64((j - 1) & 63)
            if rows[i, (j - 1) >> 6] & bit:
                j -= 1
            else:
                i -= 1
                if i > 0 and not rows[i, (j - 1) >> 6] & bit:
                    continue
                j -= 1
                matched[k, j] = i
    return m


@numba.njit(cache=True, nogil=True)
def _lay_columns(medoid, m, count, matched, token, starts, members, kind, slot_of_gap):  # type: ignore[no-untyped-def]
    """Say which columns are constant, and which gaps between constants are slots. Returns how many gaps.

    kind[j]: CONSTANT, LOOSE or NUMBER. Gap g stands before the g-th constant or number; slot_of_gap[g]: 1 = slot.
    """
    decide = min(count, _FULLY)
    constants = 0
    for j in range(m):
        support = 0
        for k in range(decide):
            support += matched[k, j] >= 0
        kind[j] = LOOSE if 2 * support <= decide and decide > 1 else CONSTANT
        if kind[j] == CONSTANT:
            constants += 1
            if token[starts[medoid] + j] == 0:
                kind[j] = NUMBER
    slot_of_gap[: constants + 1] = 0
    gap = 0
    for j in range(m):
        if kind[j] == LOOSE:
            slot_of_gap[gap] = 1
        else:
            gap += 1
    filled = np.zeros(constants + 1, np.int32)
    for k in range(decide):
        gap, last, whole = 0, -1, True
        for j in range(m):
            if kind[j] == LOOSE:
                continue
            if matched[k, j] >= 0:
                filled[gap] += whole and matched[k, j] > last + 1
                last, whole = matched[k, j], True
            else:
                whole = False
            gap += 1
        filled[gap] += whole and starts[members[k] + 1] - starts[members[k]] > last + 1
    for g in range(constants + 1):
        if 2 * filled[g] > decide:
            slot_of_gap[g] = 1
    return constants + 1


@numba.njit(cache=True, nogil=True)
def _spell(  # type: ignore[no-untyped-def]
    k, t, base, m, matched, token, starts, key, column, kind, slot_of_gap, cost, begin, stop,
):  # long: 2026-11-24, one walk over the columns that keeps six positions in step
    """Write member k (text t) as slot values and edits. begin, stop: its tokens in each gap. Returns bits.

    A run of dropped or added words costs its place once; words that stand elsewhere in the medoid are moved, not new.
    """
    edit = 32
    while (1 << (edit // 16 - 2)) < m + 1:
        edit += 16
    bits = 0
    gap, last, waiting, dropping = 0, -1, 0, False
    mask = len(cost) - 1
    for j in range(m + 1):
        if j < m and kind[j] == LOOSE:
            continue
        here = matched[k, j] if j < m else starts[t + 1] - starts[t]
        begin[gap] = 0
        stop[gap] = 0
        if here < 0:
            bits += 8 if dropping else edit
            dropping = True
        else:
            dropping = False
            into = -1
            for g in range(waiting, gap + 1):
                if slot_of_gap[g]:
                    bits += 16
                    if into < 0:
                        into = g
            if here > last + 1:
                if into >= 0:
                    begin[into], stop[into] = last + 1, here
                else:
                    bits += edit
                moved = -2
                for i in range(last + 1, here):
                    word = token[starts[t] + i]
                    if 0 <= moved + 1 < m and kind[moved + 1] != LOOSE and token[base + moved + 1] == word:
                        moved += 1
                        bits += 8
                        continue
                    price = cost[(np.int64(word) >> 4) & mask] + (0 if into >= 0 else 16)
                    moved = column[_find(word, key, column)]
                    if moved >= 0 and kind[moved] == LOOSE:
                        moved = -2
                    bits += min(price, edit) if moved >= 0 else price
            last, waiting = here, gap + 1
        gap += 1
    return bits


@numba.njit(cache=True, nogil=True)
def _own_bits(t, token, starts, cost):  # type: ignore[no-untyped-def]
    bits = 128
    for i in range(starts[t], starts[t + 1]):
        bits += cost[(np.int64(token[i]) >> 4) & (len(cost) - 1)]
    return bits


@numba.njit(cache=True, nogil=True)
def _fit(members, token, starts, cost):  # type: ignore[no-untyped-def]
    """One template for these texts: its medoid, alignments, columns and bits; and the text that fits it worst."""
    medoid = _medoid(members[:_FULLY], token, starts)
    width = min(starts[medoid + 1] - starts[medoid], _LONGEST)
    matched = np.empty((len(members), width + 1), np.int32)
    m = _align(medoid, members, token, starts, matched)
    kind = np.zeros(m + 1, np.uint8)
    slot_of_gap = np.zeros(m + 2, np.uint8)
    gaps = _lay_columns(medoid, m, len(members), matched, token, starts, members, kind, slot_of_gap)
    begin = np.zeros(gaps, np.int32)
    stop = np.zeros(gaps, np.int32)
    base = starts[medoid]
    key, column = _index(base, m, token)
    bits = 128
    for j in range(m):
        if kind[j] != LOOSE:
            bits += cost[(np.int64(token[starts[medoid] + j]) >> 4) & (len(cost) - 1)]
    for g in range(gaps):
        bits += 128 * slot_of_gap[g]
    worst, most = members[0], -1
    for k in range(len(members)):
        own = 128 + _spell(
            k, members[k], base, m, matched, token, starts, key, column, kind, slot_of_gap, cost, begin, stop)
        bits += own
        if own > most:
            worst, most = members[k], own
    return medoid, m, matched, kind, slot_of_gap, gaps, bits, worst


@numba.njit(cache=True, nogil=True)
def _halve(members, medoid, worst, token, starts):  # type: ignore[no-untyped-def]
    """Which members have more in common with the worst-fitting text than with the medoid."""
    other = np.zeros(len(members), np.bool_)
    matched = np.empty((len(members), max(starts[medoid + 1] - starts[medoid], starts[worst + 1] - starts[worst]) + 1), np.int32)
    to_medoid = np.zeros(len(members), np.int64)
    for turn in range(2):
        head = medoid if turn == 0 else worst
        m = _align(head, members, token, starts, matched)
        for k in range(len(members)):
            common = 0
            for j in range(m):
                common += matched[k, j] >= 0
            both = m + starts[members[k] + 1] - starts[members[k]]
            score = common * 2048 // max(both, 1)
            if turn == 0:
                to_medoid[k] = score
            else:
                other[k] = score > to_medoid[k]
    return other


@numba.njit(cache=True, nogil=True)
def fit_groups(order, bounds, token, starts, cost, template, spans, pieces):  # type: ignore[no-untyped-def]
    # long: 2026-11-24, one walk over groups with a stack of parts; it hands on five arrays that grow together
    """Fit every group of distinct texts; split a group where two templates are shorter.

    order, bounds: the members of each group by content. template: per text, the number of its template (filled).
    Returns per template [medoid, texts, accepted, bits apart, bits together], slot values [template, slot, text, begin, stop]
    in tokens, and pattern pieces [template, slot or -1, begin, stop] in tokens of the medoid.
    """
    facts = np.zeros((max(len(order), 1), 5), np.int64)
    made = 0
    values = 0
    shown = 0
    stack = np.empty((len(order) + 2, 2), np.int64)
    for group in range(len(bounds) - 1):
        stack[0, 0], stack[0, 1] = bounds[group], bounds[group + 1]
        depth = 1
        while depth > 0:
            depth -= 1
            low, high = stack[depth, 0], stack[depth, 1]
            members = order[low:high].copy()
            medoid, m, matched, kind, slot_of_gap, gaps, bits, worst = _fit(members, token, starts, cost)
            apart = 0
            for t in members:
                apart += _own_bits(t, token, starts, cost)
            if len(members) > 3 and 3 * bits > apart and worst != medoid:
                other = _halve(members, medoid, worst, token, starts)
                second = np.sum(other)
                if 2 <= second <= len(members) - 2:
                    left, right = members[~other], members[other]
                    fewer, more = (left, right) if len(left) <= len(right) else (right, left)
                    margin = 0
                    for t in fewer:
                        margin += _own_bits(t, token, starts, cost)
                    least = _fit(left, token, starts, cost)[6] + _fit(right, token, starts, cost)[6] + margin // _MARGIN
                    if least < bits:    # the template of most alone may serve all: then that is what was saved
                        members = np.concatenate((more, fewer))
                        order[low:high] = members
                        medoid, m, matched, kind, slot_of_gap, gaps, bits, worst = _fit(members, token, starts, cost)
                    if least < bits:
                        order[low : low + len(left)] = left
                        order[low + len(left) : high] = right
                        stack[depth, 0], stack[depth, 1] = low, low + len(left)
                        stack[depth + 1, 0], stack[depth + 1, 1] = low + len(left), high
                        depth += 2
                        continue
            facts[made, 0], facts[made, 1] = medoid, len(members)
            facts[made, 2] = bits < apart or len(members) == 1
            facts[made, 3], facts[made, 4] = apart, bits if len(members) > 1 else apart
            slot_number = np.full(gaps + m + 1, -1, np.int32)       # of gap g at g; of number column j at gaps + j
            slot, gap, run = 0, 0, -1
            if shown + 2 * (m + gaps) + 4 > len(pieces):
                pieces = np.concatenate((pieces, np.empty((len(pieces) + 2 * (m + gaps) + 4, 4), np.int32)))
            for j in range(m + 1):
                if j < m and kind[j] == LOOSE:
                    if run >= 0:
                        pieces[shown, 0], pieces[shown, 1], pieces[shown, 2], pieces[shown, 3] = made, -1, run, j
                        shown += 1
                        run = -1
                    continue
                if run >= 0 and (slot_of_gap[gap] or j == m or kind[j] == NUMBER):
                    pieces[shown, 0], pieces[shown, 1], pieces[shown, 2], pieces[shown, 3] = made, -1, run, j
                    shown += 1
                    run = -1
                if slot_of_gap[gap]:
                    slot_number[gap] = slot
                    pieces[shown, 0], pieces[shown, 1], pieces[shown, 2], pieces[shown, 3] = made, slot, 0, 0
                    shown += 1
                    slot += 1
                if j < m and kind[j] == NUMBER:
                    slot_number[gaps + j] = slot
                    pieces[shown, 0], pieces[shown, 1], pieces[shown, 2], pieces[shown, 3] = made, slot, 0, 0
                    shown += 1
                    slot += 1
                elif j < m and run < 0:
                    run = j
                gap += 1
            key, column = _index(starts[medoid], m, token)
            begin = np.zeros(gaps, np.int32)
            stop = np.zeros(gaps, np.int32)
            for k in range(len(members)):
                t = members[k]
                template[t] = made
                if values + slot + 1 > len(spans):
                    spans = np.concatenate((spans, np.empty((len(spans) + slot + 1, 5), np.int32)))
                _spell(k, t, starts[medoid], m, matched, token, starts, key, column, kind, slot_of_gap, cost, begin, stop)
                for g in range(gaps):
                    if slot_number[g] >= 0:
                        spans[values, 0], spans[values, 1], spans[values, 2] = made, slot_number[g], t
                        spans[values, 3], spans[values, 4] = begin[g], stop[g]
                        values += 1
                for j in range(m):
                    if slot_number[gaps + j] >= 0:
                        spans[values, 0], spans[values, 1], spans[values, 2] = made, slot_number[gaps + j], t
                        spans[values, 3] = max(matched[k, j], 0)
                        spans[values, 4] = matched[k, j] + 1
                        values += 1
            made += 1
    return facts[:made], spans[:values], pieces[:shown]


@numba.njit(cache=True, nogil=True)
def copy_spans(raw, begin, stop, out, ends):  # type: ignore[no-untyped-def]
    """Copy byte spans one after another, as the buffer of a column of strings."""
    n = 0
    for i in range(len(begin)):
        for c in range(begin[i], stop[i]):
            out[n] = raw[c]
            n += 1
        ends[i + 1] = n

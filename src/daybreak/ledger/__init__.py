"""Records where a later change shows: written one way, chained, summed up in signed heads, proved part by part, dated.

value -> canonical -> chain (Entry after Entry) -> heads (Head, signed, combined) -> merkle (proofs) -> timestamps
"""

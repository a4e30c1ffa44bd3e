"""Who did and read what: append-only, hash-chained, without values."""

"""Who may know what, why and for how long: purposes, memberships, break-glass, keys of records."""

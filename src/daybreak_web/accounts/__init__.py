"""People who work here: accounts, roles, second factors, invitations, sessions."""

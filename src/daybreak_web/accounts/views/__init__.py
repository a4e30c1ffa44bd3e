"""Pages of accounts: joining, people, recoveries, the own account, and allauth's pages with their audit rows."""

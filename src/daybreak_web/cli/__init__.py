"""The verbs of the desk, for the command line: thin, and Django is loaded only when one is called."""

"""Daybreak: from traces of human trafficking to leads a person can check, and on to support and court.

This is the engine: a library and a command line. It knows no web.
"""

__version__ = "0.1.0"

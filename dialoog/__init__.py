"""Dialoog: a neighbourhood holds a dialogue, and what was said becomes a record.

This package imports nothing by itself, since eventlet must patch the standard library before Flask is loaded.
"""

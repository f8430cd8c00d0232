"""Themes: names that people of an organisation give to sentences of its evenings, and evenings compared by them."""

"""AFTER: the saved record of a dialogue, how it is made and how it is read."""

"""The list of what was erased: in the database, and in a file that survives it, so that a restored backup is erased again."""

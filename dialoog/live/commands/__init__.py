"""From a command to a committed entry: translated, decided and written by the one writer."""

"""Who stands in a record and does not want that: they ask, an organiser answers, and what they wrote goes."""

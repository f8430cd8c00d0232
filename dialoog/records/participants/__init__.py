"""A participant's own page afterwards: their words and choices, and the cards of paper that open it."""

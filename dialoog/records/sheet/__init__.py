"""One sheet of a record to fold and hand to a neighbour: which sentences an organiser chose for it, how full it is, and the paper itself."""

"""Files of a record that people took along: each has a number, and is known by the ids of what stood in it."""

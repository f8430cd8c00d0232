"""Finding sentences over all records that somebody may see: keys of words, an index of them beside the records, and its queries."""

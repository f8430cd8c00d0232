"""The journal: append-only rows, their codec, the texts beside them, the cached state and the proof."""

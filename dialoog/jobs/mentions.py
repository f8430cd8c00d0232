"""Whether a text names somebody: the name as words of their own, whatever its capitals."""


def mentions(text: str, name: str) -> bool:
    haystack, needle = text.casefold(), name.strip().casefold()
    start = haystack.find(needle) if needle else -1
    while start >= 0:
        end = start + len(needle)
        if not haystack[max(start - 1, 0) : start].isalnum() and not haystack[end : end + 1].isalnum():
            return True
        start = haystack.find(needle, start + 1)
    return False

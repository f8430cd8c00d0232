"""What a reload would never mend: a link that a mail program changed, a browser that refuses cookies; and HEAD, which asks as GET does."""

import pytest
from flask import Flask

from tests.web.visits import KEY, Visitor, words_of

TOKEN = "a-token_of-22-signs-00"
ADVICE = "dan weigert uw browser cookies"


@pytest.mark.parametrize("key_is_known", [False, True])
def test_HEAD_is_answered_as_GET_is(app: Flask, key_is_known: bool) -> None:
    visitor = Visitor(app)
    code = visitor.sets_a_table()["code"] if key_is_known else Visitor(app).sets_a_table()["code"]
    paths = {
        rule.rule.replace("<code>", code).replace("<dialogue>", "x").replace("<path:filename>", "x")
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ())
    }
    assert f"/d/{code}" in paths
    answers = {path: (visitor.browser.head(path), visitor.browser.get(path)) for path in paths}
    assert {path for path, (head, get) in answers.items() if head.status_code != get.status_code} == set()
    assert {path for path, (head, _) in answers.items() if head.data} == set()


@pytest.mark.parametrize(
    ("address", "location"),
    [
        (f"/in%23{TOKEN}", f"/in#{TOKEN}"),
        (f"/in/%23{TOKEN}", f"/in#{TOKEN}"),
        ("/in/", "/in"),
        ("/d/KR7MDPH/", "/d/KR7MDPH"),
        ("/verslagen/?page=2", "/verslagen?page=2"),
    ],
)
def test_an_address_that_was_changed_on_its_way_leads_to_the_one_that_was_meant(
    app: Flask, address: str, location: str
) -> None:
    page = Visitor(app).opens(address)
    assert (page.status_code, page.headers["Location"]) == (303, location)


@pytest.mark.parametrize(
    "address", ["//evil.example/", "/%5Cevil.example/", "//evil.example%23abc", "/%09/evil.example/"]
)
def test_no_address_leads_to_another_website(app: Flask, address: str) -> None:
    page = app.test_client().get(f"http://localhost{address}")
    assert page.headers.get("Location", "/") in ("/", "/#abc", "http://localhost/")


def test_a_browser_that_refuses_cookies_is_told_so_with_every_form(app: Flask) -> None:
    code = Visitor(app).sets_a_table()["code"]
    for address in (f"/d/{code}", "/nieuw", "/sleutel", "/weg"):
        refusing = app.test_client(use_cookies=False)
        refusing.get(address)
        page = refusing.post(address, data={"name": "Fatma", "csrf_token": "x"})
        assert (page.status_code, ADVICE in words_of(page)) == (400, True), address


def test_a_browser_that_refuses_cookies_is_told_so_behind_its_link(app: Flask) -> None:
    refusing = app.test_client(use_cookies=False)
    for desk in ("/plek", "/plek/x", "/leiden", "/leiden/x", "/scherm/x", "/verslag-leggen/x"):
        page = refusing.get(desk)
        assert (page.status_code, ADVICE in words_of(page)) == (401, True), desk


def test_a_form_that_expired_in_a_browser_with_cookies_says_nothing_of_them(app: Flask) -> None:
    visitor = Visitor(app)
    visitor.opens("/sleutel")
    page = visitor.browser.post("/sleutel", data={"key": KEY, "csrf_token": "x"})
    assert (page.status_code, ADVICE in words_of(page)) == (400, False)
    assert ADVICE not in words_of(visitor.opens("/plek/x"))

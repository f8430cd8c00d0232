"""The security headers and cookies of every route, over http as in a hall and over https."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.web.visits import KEY, Visitor, running_app

HTTPS = "https://dialoog.example"
YEAR = 365 * 24 * 3600


@pytest.fixture
def by_https(tmp_path: Path) -> Iterator[Flask]:
    """Behind a proxy that ends TLS."""
    with running_app(tmp_path, public_url=HTTPS) as app:
        yield app


def every_answer(app: Flask, base: str = "http://localhost:8000") -> Iterator[tuple[str, TestResponse]]:
    """One answer of every route and method; most of them say no, and say it safely."""
    for rule in app.url_map.iter_rules():
        address = re.sub(r"<[^>]+>", "X7Y9Z2A", rule.rule)
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            yield f"{method} {rule.rule}", app.test_client().open(address, method=method, base_url=base)


def cookies_of(answer: TestResponse) -> list[str]:
    return answer.headers.getlist("Set-Cookie")


def signed_in(app: Flask) -> list[str]:
    """Every cookie that an evening sets: of the key, the forms, the language, a seat, a desk."""
    visitor = Visitor(app)
    visitor.browser.environ_base |= {"wsgi.url_scheme": "https", "HTTP_HOST": "dialoog.example"}
    cookies = []
    page = visitor.browser.get("/sleutel", base_url=HTTPS)
    cookies += cookies_of(page)
    [token] = re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
    options = {"base_url": HTTPS, "headers": {"Referer": HTTPS}}
    cookies += cookies_of(visitor.browser.post("/taal", data={"lang": "en"}, **options))
    cookies += cookies_of(visitor.browser.post("/sleutel", data={"csrf_token": token, "key": KEY}, **options))
    plan = {"csrf_token": token, "title": "Avond", "template": "90"}
    made = visitor.browser.post("/nieuw", data=plan, **options)
    cookies += cookies_of(made)
    page_of_links = visitor.browser.get(made.location, base_url=HTTPS).text
    [code] = re.findall(r'class="bigcode"[^>]*>([^<]+)<', page_of_links)
    console = re.findall(r"/in#([\w-]+)", page_of_links)[0]
    cookies += cookies_of(visitor.browser.post("/in", json={"token": console}, base_url=HTTPS))
    door = f"/d/{code.replace(' ', '')}"
    seat_form = {"csrf_token": token, "id": "safety-sits-down", "name": "Fatma", "lang": "nl", "role": ""}
    return cookies + cookies_of(visitor.browser.post(door, data=seat_form, **options))


def test_every_route_forbids_what_is_not_ours(app: Flask) -> None:
    for route, answer in every_answer(app):
        policy = answer.headers["Content-Security-Policy"].split("; ")
        for directive in (
            "default-src 'none'",
            "object-src 'none'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        ):
            assert directive in policy, route
        assert "unsafe" not in str(policy), route
        assert "*" not in str(policy), route
        assert answer.headers["X-Content-Type-Options"] == "nosniff", route
        assert answer.headers["Referrer-Policy"] == "no-referrer", route
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin", route
        assert "Access-Control-Allow-Origin" not in answer.headers, route


def test_no_route_lets_a_browser_or_a_proxy_keep_its_answer(app: Flask) -> None:
    """But for what everybody may read: a browser may store that, and asks each time whether it is still so."""
    for route, answer in every_answer(app):
        is_public = route == "GET /uitkomst/atom.xml"  # of public records there are none here
        assert answer.headers["Cache-Control"] == ("private, no-cache" if is_public else "no-store"), route


def test_every_text_says_in_which_signs_it_is_written(app: Flask) -> None:
    for route, answer in every_answer(app):
        if answer.data:
            kind = answer.headers["Content-Type"]
            assert kind == "application/json" or kind.endswith("; charset=utf-8"), (route, kind)


def test_no_route_tells_what_the_server_is_made_of(app: Flask) -> None:
    for route, answer in every_answer(app):
        assert "Server" not in answer.headers, route
        assert "X-Powered-By" not in answer.headers, route
        assert not re.search(r"werkzeug|flask|python|traceback|sqlalchemy", answer.text, re.IGNORECASE), route


def test_by_https_a_browser_is_told_to_come_by_https_for_a_year(by_https: Flask) -> None:
    for route, answer in every_answer(by_https, HTTPS):
        assert answer.headers["Strict-Transport-Security"] == f"max-age={YEAR}; includeSubDomains", route
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin", route
    with by_https.test_client().get("/static/icon.svg", base_url=HTTPS) as static:
        start = static.status_code, static.headers["Strict-Transport-Security"][:16]
    assert start == (200, f"max-age={YEAR}")


def test_by_http_nothing_is_said_about_https(app: Flask) -> None:
    headers = app.test_client().get("/").headers
    assert "Strict-Transport-Security" not in headers
    assert "Cross-Origin-Opener-Policy" not in headers, "browsers ignore it there, and complain"


def test_by_https_every_cookie_is_for_this_host_alone(by_https: Flask) -> None:
    set_by = signed_in(by_https)
    names = [cookie.partition("=")[0] for cookie in set_by]
    kinds = {
        "__Host-lang" if name == "__Host-lang" else re.sub(r"-[0-9a-f]{8}|-[\w-]{12}$", "", name)
        for name in names
    }
    assert kinds == {
        "__Host-dialoog",
        "__Host-lang",
        "__Host-dialoog-setup",
        "__Host-dialoog-facilitator",
        "__Host-dialoog-seed",
        "__Host-dialoog-seat",
    }
    for cookie in set_by:
        attributes = {part.strip() for part in cookie.split(";")[1:]}
        assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= attributes, cookie
        assert "Domain" not in cookie
        assert len(cookie) < 1000


def test_no_script_can_read_a_cookie(app: Flask) -> None:
    visitor = Visitor(app)
    table = visitor.sets_a_table()
    page = Visitor(app).sends(f"/d/{table['code']}", name="Fatma")
    for cookie in cookies_of(page):
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PUT", "DELETE", "PATCH", "PROPFIND"])
@pytest.mark.parametrize("address", ["/", "/live/command", "/verslagen"])
def test_methods_that_nobody_needs_are_refused(app: Flask, method: str, address: str) -> None:
    answer = app.test_client().open(address, method=method, headers={"X-Canary": "kanarie"})
    assert answer.status_code == 405
    assert "kanarie" not in answer.text


@pytest.mark.parametrize(
    "address",
    ["/.git/config", "/.env", "/secret", "/dialoog.sqlite3", "/static/", "/static/css/", "/static/dist/",
     "/static/../app.py", "/static/..%2fapp.py", "/static/%2e%2e/%2e%2e/pyproject.toml", "/static//etc/passwd",
     "/static/dist/..%5c..%5capp.py", "/docs", "/metrics", "/debug", "/console", "/static/app.js.map"],
)  # fmt: skip
def test_only_our_own_files_are_served_and_no_folder_is_listed(app: Flask, address: str) -> None:
    answer = app.test_client().get(address, follow_redirects=True)
    assert answer.status_code in (401, 403, 404)
    assert "Index of" not in answer.text


def test_nothing_is_debugged_where_people_can_see_it(app: Flask) -> None:
    assert not app.debug
    assert not app.testing
    assert not app.config["PROPAGATE_EXCEPTIONS"]


def test_whoever_says_to_be_behind_a_proxy_is_believed_only_where_there_is_one(
    app: Flask, tmp_path: Path
) -> None:
    """Otherwise everybody could pretend another address for each wrong code, or https where there is none."""
    headers = {
        "X-Forwarded-For": "203.0.113.7",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "elders.example",
    }
    for n in range(20):
        assert app.test_client().get(f"/d/WRONG{n}", headers={**headers, "X-Forwarded-For": f"203.0.113.{n}"})
    assert app.test_client().get("/d/WRONGXX", headers=headers).status_code == 429
    assert "__Host-" not in str(cookies_of(app.test_client().get("/sleutel", headers=headers)))


def test_behind_a_proxy_only_what_the_nearest_one_says_counts(by_https: Flask) -> None:
    """What a visitor puts before it in the same header changes nothing."""
    for n in range(20):
        forged = {"X-Forwarded-For": f"198.51.100.{n}, 203.0.113.7"}
        assert by_https.test_client().get(f"/d/WRONG{n}", headers=forged, base_url=HTTPS).status_code == 404
    spent = {"X-Forwarded-For": "198.51.100.99, 203.0.113.7"}
    assert by_https.test_client().get("/d/WRONGXX", headers=spent, base_url=HTTPS).status_code == 429
    other = {"X-Forwarded-For": "203.0.113.8"}
    assert by_https.test_client().get("/d/WRONGXX", headers=other, base_url=HTTPS).status_code == 404


def test_who_reaches_the_port_past_the_proxy_is_who_the_connection_says(by_https: Flask) -> None:
    past = {"REMOTE_ADDR": "198.51.100.1"}
    for n in range(20):
        forged = {"X-Forwarded-For": f"203.0.113.{n}"}
        assert by_https.test_client().get(f"/d/WRONG{n}", headers=forged, base_url=HTTPS, environ_base=past)
    fresh = {"X-Forwarded-For": "203.0.113.99"}
    response = by_https.test_client().get("/d/WRONGXX", headers=fresh, base_url=HTTPS, environ_base=past)
    assert response.status_code == 429
    assert by_https.test_client().get("/d/WRONGXX", headers=fresh, base_url=HTTPS).status_code == 404


def test_a_device_forgets_who_sat_behind_it(app: Flask) -> None:
    table = Visitor(app).sets_a_table()
    fatma = Visitor(app)
    fatma.sends(f"/d/{table['code']}", name="Fatma")
    assert fatma.opens("/plek").status_code == 303
    assert 'href="/weg"' in fatma.opens("/").text
    gone = fatma.sends("/weg")
    assert "Dit toestel is u vergeten." in gone.text
    assert all("Expires=Thu, 01 Jan 1970" in cookie for cookie in gone.headers.getlist("Set-Cookie"))
    assert gone.headers["Clear-Site-Data"] == '"storage", "cache"', "cookies of other ports stay"
    assert fatma.opens("/plek").status_code == 401
    assert 'href="/weg"' not in fatma.opens("/").text


def test_another_website_cannot_make_a_device_forget(app: Flask) -> None:
    table = Visitor(app).sets_a_table()
    fatma = Visitor(app)
    fatma.sends(f"/d/{table['code']}", name="Fatma")
    assert fatma.browser.post("/weg").status_code == 400
    assert fatma.opens("/plek").status_code == 303


def test_the_key_is_typed_unseen_and_may_be_pasted_or_filled_in(app: Flask) -> None:
    page = Visitor(app).opens("/sleutel").text
    [field] = re.findall(r"<input[^>]*name=\"key\"[^>]*>|<input[^>]*id=\"key\"[^>]*>", page)
    assert 'type="password"' in field
    assert 'autocomplete="current-password"' in field
    assert "onpaste" not in page
    assert "maxlength" not in field


def test_a_form_whose_cookie_was_forged_is_refused(app: Flask) -> None:
    visitor = Visitor(app)
    page = visitor.opens("/sleutel").text
    [token] = re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    cookie = visitor.browser.get_cookie(app.config["SESSION_COOKIE_NAME"])
    assert cookie is not None
    payload, _, signature = cookie.value.rpartition(".")
    for forged in (f"{payload}.", f"{payload}.{'A' * len(signature)}", "e30.a.b", f"x{cookie.value}"):
        visitor.browser.set_cookie(app.config["SESSION_COOKIE_NAME"], forged)
        response = visitor.browser.post("/sleutel", data={"csrf_token": token, "key": KEY})
        assert response.status_code == 400
        assert "-setup" not in str(cookies_of(response))


def test_what_flask_keeps_in_a_cookie_is_signed_with_sha256_and_holds_no_secret(app: Flask) -> None:
    visitor = Visitor(app)
    visitor.opens("/sleutel")
    cookie = visitor.browser.get_cookie(app.config["SESSION_COOKIE_NAME"])
    assert cookie is not None
    assert len(cookie.value.rpartition(".")[2]) == 43
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    assert set(signer.loads(cookie.value)) == {"csrf_token"}


def test_a_parameter_given_twice_counts_once_and_none_counts_from_elsewhere(app: Flask) -> None:
    table = Visitor(app).sets_a_table()
    console = {"Authorization": f"Bearer {table['console'].partition('#')[2]}"}
    first = app.test_client().get("/live/documents?as=facilitator&as=seat", headers=console)
    assert first.status_code == 200
    other = app.test_client().get("/live/documents?as=seat&as=facilitator", headers=console)
    assert other.status_code == 401
    both = Visitor(app).browser.post("/taal?lang=tr&back=/nieuw", data={"lang": "en", "back": "/d"})
    assert both.headers["Location"] == "/d"
    assert "lang=en" in str(cookies_of(both))

"""The pages of a room find their templates compiled: the first who comes waits for no compiler, nor do those who are there."""

from pathlib import Path

from dialoog.server.first_requests import prepare_first_requests
from tests.web.visits import Visitor, running_app


def test_no_page_of_a_room_compiles_a_template(tmp_path: Path) -> None:
    with running_app(tmp_path) as app:
        table = Visitor(app).sets_a_table()
        templates = app.jinja_env.cache
        assert templates is not None
        templates.clear()
        prepare_first_requests(app)
        compiled = set(templates)
        visitor = Visitor(app)
        assert visitor.opens(f"/d/{table['code']}").status_code == 200
        phone = visitor.sends(f"/d/{table['code']}", name="Fatma").headers["Location"]
        for desk in ("console", "screen"):
            visitor.browser.post("/in", json={"token": table[desk].partition("#")[2]})
        dialogue = phone.rpartition("/")[2]
        for page in ("/d", "/in", phone, f"/leiden/{dialogue}", f"/scherm/{dialogue}"):
            assert visitor.opens(page).status_code == 200, page
        assert {key[1] for key in set(templates) - compiled} == set()

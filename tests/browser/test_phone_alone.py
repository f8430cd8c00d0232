"""The phone's own part of the promises, against a house of straw: nothing typed is lost, nothing is said to be kept that is not."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.gallery_page import ORIGIN
from tests.browser.phone_server import (
    FakeServer,
    at_the_table,
    in_the_writing_minute,
    phone_at,
    table_of,
    until,
)

pytestmark = pytest.mark.browser

NO_STORAGE = """for (const name of ["localStorage", "sessionStorage"])
  Object.defineProperty(window, name, {get() { throw new DOMException("forbidden", "SecurityError") }})"""


@pytest.fixture
def server(phones: Path) -> FakeServer:
    return FakeServer(phones)


@pytest.fixture
def page(browser: Browser, server: FakeServer) -> Iterator[Page]:
    with phone_at(browser, server) as page:
        yield page


def test_a_pass_names_its_turn_and_goes_out_once(page: Page, server: FakeServer) -> None:
    at_the_table(page)
    server.change("mine", now={"phase": "turn", "turn": 12, "step": "p3"})
    page.get_by_role("button", name="Overslaan").click()
    server.change("mine", now={"phase": "listen", "turn": 12, "step": "p3"})
    expect(page.locator("h1")).to_have_text("Samira heeft het woord.")
    assert [(c["kind"], c["turn"]) for c in server.commands] == [("pass_turn", 12)]


def test_a_reload_shows_the_last_known_state_at_once_and_asks_only_for_what_is_newer(
    page: Page, server: FakeServer
) -> None:
    at_the_table(page)
    server.shut()
    page.reload()
    expect(page.locator("h1")).to_have_text("Samira heeft het woord.")
    server.open = True
    until(page, lambda: len(server.connections) >= 2)
    assert server.connections[-1]["have"] == {"table": 5, "mine": 5}


def test_a_gap_is_fetched_and_an_old_push_changes_nothing(page: Page, server: FakeServer) -> None:
    at_the_table(page)
    server.change("table", base=9, floor={"phase": "ready", "next": "s5"})
    expect(page.locator("h1")).to_have_text("Zo komt Tadesse.")
    assert server.fetches == 1
    old = {"doc": "table", "base": 0, "version": 3, "sections": table_of("break")}
    server.say(server.sockets[-1], "push", old)
    page.wait_for_timeout(100)
    expect(page.locator("h1")).to_have_text("Zo komt Tadesse.")


def test_a_pulse_that_names_a_newer_table_makes_the_phone_fetch(page: Page, server: FakeServer) -> None:
    at_the_table(page)
    server.versions["table"] = 8
    server.documents["table"] = table_of("break")
    server.pulse(server.sockets[-1])
    expect(page.locator("h1")).to_have_text("Pauze.")


def test_words_wait_without_a_line_survive_a_reload_and_arrive_once(page: Page, server: FakeServer) -> None:
    in_the_writing_minute(page, server)
    server.shut()
    page.locator("textarea").fill("Wij hebben drie weken soep gebracht.")
    page.get_by_label("In het verslag, zonder naam").check()
    page.get_by_role("button", name="Bewaar").click()
    expect(page.locator("h1")).to_have_text("Onderweg.")
    expect(page.locator(".line")).to_contain_text("Geen verbinding. Praat gewoon door. Eén ding wacht")
    assert "bewaard" not in page.locator("main").inner_text().lower()
    page.reload()
    expect(page.locator(".t")).to_have_text("Wij hebben drie weken soep gebracht.")
    server.open = True
    expect(page.locator("h1")).to_have_text("Bewaard.", timeout=12_000)
    [command] = server.commands
    assert command["text"] == "Wij hebben drie weken soep gebracht."
    assert (command["word_kind"], command["step"], command["turn"]) == ("experience", "p3", 9)
    assert (command["keep"], command["seat"], command["lang"]) == ("unnamed", "s5", "nl")
    assert 16 <= len(command["id"]) <= 64


def test_later_and_a_lost_answer_are_sent_again_with_the_same_id_in_order(
    page: Page, server: FakeServer
) -> None:
    at_the_table(page)
    server.answers = [{"answer": "later", "say": "Even geduld."}, None]
    page.get_by_role("button", name="Rust").click()
    page.get_by_role("button", name="Help ons bij de afspraken").click()
    page.get_by_role("button", name="Toch niet").click()
    page.get_by_role("button", name="Help ons bij de afspraken").click()
    expect(page.locator(".calling")).to_contain_text("Niemand ziet wie het vraagt.")
    page.get_by_role("button", name="Ja, vraag hulp").click()
    expect(page.locator(".calling")).to_be_empty()
    until(page, lambda: len(server.commands) >= 2)
    server.sockets[-1].close(code=1006)
    until(page, lambda: len(server.commands) >= 4)
    kinds = [command["kind"] for command in server.commands]
    assert kinds == ["ask_rest", "ask_rest", "ask_rest", "ask_help"]
    assert len({command["id"] for command in server.commands[:3]}) == 1
    expect(page.locator(".said")).to_have_text("De gespreksleider krijgt een teken. Verder niemand.")


def test_refused_words_are_a_draft_again(page: Page, server: FakeServer) -> None:
    in_the_writing_minute(page, server)
    server.answers = [{"answer": "refused", "reason": "too_long", "say": "Dit is te lang."}]
    page.locator("textarea").fill("Wij hebben drie weken soep gebracht.")
    page.get_by_role("button", name="Bewaar").click()
    expect(page.locator(".said")).to_have_text("Dit is te lang.")
    page.get_by_role("button", name="Mijn woorden").click()
    expect(page.locator(".unsaved .t")).to_have_text("Wij hebben drie weken soep gebracht.")
    page.reload()
    page.get_by_role("button", name="Mijn woorden").click()
    expect(page.locator(".unsaved .t")).to_have_text("Wij hebben drie weken soep gebracht.")


def test_C1_a_name_that_was_refused_is_answered_at_its_field(page: Page, server: FakeServer) -> None:
    at_the_table(page)
    server.change("table", floor={"phase": "talk"})
    said = "Een naam heeft hoogstens 24 tekens. Maak hem wat korter."
    server.answers = [{"answer": "refused", "reason": "name_too_long", "say": said}, {"answer": "ok"}]
    page.get_by_role("button", name="Meer").click()
    page.get_by_text("Moeilijk uit te spreken?").click()
    page.get_by_label("Hoe noemen we u aan tafel?").fill("Iemand met een heel erg lange naam")
    page.get_by_label("Schrijf hoe u het zegt.").fill("Ta-déh-seh")
    page.get_by_role("button", name="Verander").click()
    expect(page.locator(".rename").get_by_role("alert")).to_have_text(said)
    expect(page.locator(".said")).to_have_text("Bewaard.")
    assert [command["kind"] for command in server.commands] == ["change_name", "change_pronunciation"]
    page.get_by_role("button", name="Terug").click()
    page.get_by_role("button", name="Meer").click()
    expect(page.locator(".rename").get_by_role("alert")).to_have_count(0)


def test_a_late_answer_is_no_error(page: Page, server: FakeServer) -> None:
    at_the_table(page)
    server.change("mine", now={"phase": "turn", "turn": 12, "step": "p3"})
    server.answers = [{"answer": "late", "version": 7}]
    page.get_by_role("button", name="Ik ben klaar").click()
    server.change("mine", now={"phase": "listen", "turn": 12, "step": "p3"})
    expect(page.locator("h1")).to_have_text("Samira heeft het woord.")
    expect(page.locator(".said")).to_be_empty()


def test_a_field_under_somebodys_hands_stays_when_the_phase_changes(page: Page, server: FakeServer) -> None:
    in_the_writing_minute(page, server)
    field = page.locator("textarea")
    field.press_sequentially("Wij hebben drie")
    server.change("mine", now={"phase": "listen", "turn": 9, "step": "p3"})
    server.change("table", floor={"phase": "turn", "seat": "s3", "turn": 15})
    expect(page.locator(".meanwhile")).to_have_text("Samira heeft het woord.")
    expect(field).to_be_focused()
    page.keyboard.type(" weken soep")
    expect(field).to_have_value("Wij hebben drie weken soep")
    server.change("mine", now={"phase": "turn", "turn": 16, "step": "p3"})
    expect(page.get_by_role("button", name="Overslaan")).to_be_visible()
    expect(field).to_have_count(0)
    server.change("mine", now={"phase": "listen", "turn": 16, "step": "p3"})
    expect(field).to_have_value("Wij hebben drie weken soep")


def test_who_answers_by_keyboard_is_taken_to_what_comes_next(page: Page, server: FakeServer) -> None:
    at_the_table(page)
    server.change("mine", now={"phase": "turn", "turn": 12, "step": "p3"})
    server.answers = [None]
    page.get_by_role("button", name="Ik ben klaar").press("Enter")
    expect(page.get_by_role("button", name="Ik ben klaar")).to_be_disabled()
    server.change("mine", now={"phase": "listen", "turn": 12, "step": "p3"})
    expect(page.get_by_role("heading", name="Samira heeft het woord.")).to_be_focused()


def test_C5_who_saves_too_much_is_back_in_the_field(page: Page, server: FakeServer) -> None:
    in_the_writing_minute(page, server)
    page.locator("textarea").fill("s" * 281)
    page.get_by_role("button", name="Bewaar").click()
    expect(page.get_by_text("1 te veel")).to_be_visible()
    expect(page.locator("textarea")).to_be_focused()
    expect(page.locator("textarea")).to_have_value("s" * 281)


def test_an_empty_field_goes_when_somebody_gets_the_word(page: Page, server: FakeServer) -> None:
    in_the_writing_minute(page, server)
    page.locator("textarea").focus()
    server.change("mine", now={"phase": "listen", "turn": 9, "step": "p3"})
    server.change("table", floor={"phase": "turn", "seat": "s3", "turn": 15})
    expect(page.locator("h1")).to_have_text("Samira heeft het woord.")
    expect(page.locator("textarea")).to_have_count(0)


def test_where_websockets_are_forbidden_the_same_goes_over_http(page: Page, server: FakeServer) -> None:
    server.websockets = False
    page.goto(f"{ORIGIN}/plek.html")
    expect(page.locator("h1")).to_have_text("Samira heeft het woord.", timeout=10_000)
    page.get_by_role("button", name="Rust").click()
    expect(page.locator(".said")).to_have_text("Rust is gevraagd. Niemand ziet door wie.")
    server.versions["table"] = 9
    server.documents["table"] = table_of("break")
    expect(page.locator("h1")).to_have_text("Pauze.", timeout=5000)
    assert [command["kind"] for command in server.commands] == ["ask_rest"]


def test_after_two_missed_pulses_the_phone_opens_a_new_line(page: Page, server: FakeServer) -> None:
    page.clock.install()
    at_the_table(page)
    assert len(server.connections) == 1
    page.clock.run_for(6900)
    page.wait_for_timeout(50)
    page.clock.run_for(1500)
    page.wait_for_timeout(50)
    assert server.fetches == 1, "one missed pulse is asked after over HTTP"
    page.clock.run_for(3000)
    for _ in range(20):
        page.wait_for_timeout(50)
        page.clock.run_for(100)
    assert len(server.connections) == 2


def test_without_any_storage_everything_works_until_a_reload(page: Page, server: FakeServer) -> None:
    page.add_init_script(NO_STORAGE)
    in_the_writing_minute(page, server)
    page.locator("textarea").fill("Soep.")
    page.get_by_role("button", name="Bewaar").click()
    expect(page.locator("h1")).to_have_text("Bewaard.")
    assert [command["text"] for command in server.commands] == ["Soep."]


def test_who_is_removed_sees_it_calmly(page: Page, server: FakeServer) -> None:
    at_the_table(page)
    server.say(server.sockets[-1], "gone", {"reason": "removed"})
    expect(page.locator("h1")).to_have_text("U zit niet meer aan deze tafel.")
    expect(page.locator("body")).to_contain_text("Vraag het aan Yara.")
    expect(page.locator("button")).to_have_text(["Bewaar"])


def test_C2_who_is_removed_chooses_over_http_what_the_own_words_may(page: Page, server: FakeServer) -> None:
    at_the_table(page)
    server.say(server.sockets[-1], "gone", {"reason": "removed"})
    ticks = page.get_by_role("checkbox")
    assert [ticks.nth(n).is_checked() for n in range(3)] == [True, True, False], "as they were chosen"
    reach = page.get_by_role("textbox", name="Hoe kunnen we u bereiken?")
    expect(reach).to_be_hidden()
    ticks.nth(2).check()
    reach.fill("06 12 34 56 78")
    page.get_by_role("button", name="Bewaar").click()
    expect(page.get_by_role("status").filter(has_text="Bewaard.")).to_be_visible()
    command = server.commands.pop()
    assert (command["contact"], command["reach"]) == (True, "06 12 34 56 78")
    expect(reach).to_have_value("06 12 34 56 78")
    ticks.nth(2).uncheck()
    ticks.nth(0).uncheck()
    ticks.nth(1).uncheck()
    page.get_by_role("button", name="Bewaar").click()
    expect(page.get_by_role("status").filter(has_text="Bewaard.")).to_be_visible()
    [command] = server.commands
    command.pop("id")
    assert command == {"kind": "give_consent", "words": False, "name": False, "contact": False}
    assert [ticks.nth(n).is_checked() for n in range(3)] == [False, False, False]


def test_C4_who_is_removed_takes_the_own_words_back_over_http(page: Page, server: FakeServer) -> None:
    own = [
        {"id": f"w{n}", "text": text, "lang": "nl", "kind": "experience"}
        for n, text in enumerate(["Soep.", "Vijver."])
    ]
    server.documents["mine"]["words"] = own
    at_the_table(page)
    server.say(server.sockets[-1], "gone", {"reason": "removed"})
    words = page.locator(".mine .t")
    expect(words).to_have_text(["Soep.", "Vijver."])
    page.get_by_role("button", name="Weghalen").first.click()
    expect(page.get_by_role("status").filter(has_text="Weggehaald.")).to_be_visible()
    expect(words).to_have_text(["Vijver."])
    assert [(command["kind"], command["word"]) for command in server.commands] == [("withdraw_words", "w0")]


def test_what_waited_when_one_was_removed_stays_and_holds_no_choice_up(
    page: Page, server: FakeServer
) -> None:
    in_the_writing_minute(page, server)
    server.answers = [{"answer": "later"}] * 3
    page.locator("textarea").fill("Soep.")
    page.get_by_role("button", name="Bewaar").click()
    expect(page.locator("h1")).to_have_text("Onderweg.")
    server.say(server.sockets[-1], "gone", {"reason": "removed"})
    server.answers = []
    page.get_by_role("button", name="Bewaar").click()
    expect(page.get_by_role("status").filter(has_text="Bewaard.")).to_be_visible()
    assert server.commands[-1]["kind"] == "give_consent"
    count = page.evaluate("Object.values(localStorage).filter((one) => one.includes('Soep.')).length")
    assert count == 1, "the sentence waits for its owner to be let in again"

"""Every state of the phone, in the languages a participant may choose: accessible, fitting, and true to T4, T19, T20 and V5."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import axe, phone_gallery
from tests.browser.phone_gallery import Gallery
from tests.browser.qr_codes import assert_dark_on_light

pytestmark = pytest.mark.browser

PEOPLE = ("Fatma", "Henk", "Samira", "Tadesse", "Willemijn", "Ruud", "Naomi", "Joris")


@pytest.fixture
def phone(browser: Browser, phones: Path) -> Iterator[Gallery]:
    with phone_gallery.opened(browser, phones) as gallery:
        yield gallery


@pytest.mark.parametrize(
    ("lang", "dark"),
    [("nl", False), ("nl", True), ("ar", False), ("en", False)],
    ids=["nl", "nl in the dark", "ar", "en"],
)
def test_no_state_has_a_barrier(browser: Browser, phones: Path, lang: str, dark: bool) -> None:
    with phone_gallery.opened(browser, phones, lang=lang, dark=dark) as phone:
        failures = {}
        for name in phone.names:
            phone.show(name)
            if violations := phone.violations(axe.ABOUT_COLOURS if dark else None):
                failures[name] = violations
        assert failures == {}
        assert phone.complaints == []


@pytest.mark.parametrize("lang", ["nl", "ar", "tr"])
@pytest.mark.parametrize("percent", [100, 200])
def test_nothing_sticks_out_sideways(browser: Browser, phones: Path, lang: str, percent: int) -> None:
    with phone_gallery.opened(browser, phones, lang=lang, size=(320, 640)) as phone:
        phone.letters(percent)
        failures = {}
        for name in phone.names:
            phone.show(name)
            if wide := phone.wider_than_the_phone():
                failures[name] = wide
        assert failures == {}


@pytest.mark.parametrize("lang", ["nl", "en", "ar", "tr"])
def test_change_stands_beside_the_choice_in_every_language(browser: Browser, phones: Path, lang: str) -> None:
    with phone_gallery.opened(browser, phones, lang=lang) as phone:
        phone.show("words")
        beside = phone.page.evaluate(
            """() => [...document.querySelectorAll("article .hint.apart")].map((line) => {
              const [choice, change] = [...line.children].map((one) => one.getBoundingClientRect());
              return change.top < choice.bottom && change.bottom > choice.top;
            })"""
        )
        assert beside
        assert all(beside)


def test_a_qr_code_is_dark_on_light_in_contrast_colours(phone: Gallery) -> None:
    phone.page.emulate_media(forced_colors="active", color_scheme="dark")
    phone.show("more-link")
    assert_dark_on_light(phone.page.locator("svg.qr"))


def test_T20_a_turn_has_no_field_even_over_an_unsaved_sentence(phone: Gallery) -> None:
    turns = [name for name in phone.names if name.startswith("turn")]
    assert "turn-with-draft" in turns
    for name in turns:
        phone.show(name)
        assert phone.page.locator("input, textarea, select, [contenteditable]").count() == 0, name


def test_T20_ones_own_words_offer_no_field_while_somebody_has_the_word(phone: Gallery) -> None:
    phone.show("words-during-turn")
    assert phone.page.locator("textarea, .adding").count() == 0
    phone.show("words")
    assert phone.page.locator(".adding button").count() > 0


@pytest.mark.parametrize("name", ["turn", "offer", "asked"])
def test_T4_no_weighs_as_much_as_yes(phone: Gallery, name: str) -> None:
    phone.show(name)
    looks = phone.page.locator(".pair button").evaluate_all(
        """buttons => buttons.map((button) => {
          const { width, height } = button.getBoundingClientRect();
          const { fontSize, fontWeight, color, backgroundColor, borderColor, borderWidth } = getComputedStyle(button);
          return { width, height, fontSize, fontWeight, color, backgroundColor, borderColor, borderWidth };
        })"""
    )
    assert len(looks) == 2
    assert looks[0] == looks[1]


def test_T19_rest_shows_neither_name_nor_clock(phone: Gallery) -> None:
    phone.show("rest")
    text = phone.page.locator("main").inner_text()
    assert [name for name in PEOPLE if name in text] == []
    assert phone.page.locator(".clock").count() == 0


def test_V5_a_listening_phone_says_one_sentence(phone: Gallery) -> None:
    phone.show("listen")
    assert phone.page.locator("h1").inner_text() == "Samira heeft het woord."
    assert phone.page.locator(".body button, .body li, .body textarea, .clock").count() == 0


def test_each_sentence_of_a_question_begins_a_line_and_the_bar_of_a_kind_is_straight(phone: Gallery) -> None:
    phone.show("turn-no-clock")
    sentences = phone.page.locator("h1 .sentence").all_inner_texts()
    assert [text.strip() for text in sentences] == [
        "Het is drie jaar later.",
        "Het gaat goed in de wijk.",
        "Wat ziet en hoort u?",
    ]
    for name in ("words", "write-offers"):
        phone.show(name)
        bent = phone.page.evaluate(
            """() => [...document.querySelectorAll("main *")].filter((one) => {
              const { borderInlineStartWidth: bar, borderInlineEndWidth: other, borderStartStartRadius: corner } = getComputedStyle(one);
              return bar !== other && corner !== "0px";
            }).map((one) => one.className)"""
        )
        assert bent == []


@pytest.mark.parametrize("lang", ["nl", "en", "ar", "tr"])
def test_in_mogelijkheden_choices_field_and_button_are_in_sight_at_once(
    browser: Browser, phones: Path, lang: str
) -> None:
    with phone_gallery.opened(browser, phones, lang=lang) as phone:
        for name in ("write-offers", "write-offers-share"):
            phone.show(name)
            save = phone.page.locator(".btn.go").bounding_box()
            assert save is not None
            assert save["y"] + save["height"] <= 640, name
            for part in phone.page.locator(".kinds label, .side label, textarea").all():
                box = part.bounding_box()
                assert box is not None
                assert box["y"] + box["height"] <= save["y"], part.inner_text()
        phone.page.locator(".several > .link").click()
        assert phone.page.locator("[name=keep-draft]").count() == 3, "who likes chooses first"
        assert phone.page.locator(".several > .link").count() == 0


@pytest.mark.parametrize("lang", ["nl", "en", "ar", "tr"])
def test_nothing_that_can_be_chosen_lies_under_a_button(browser: Browser, phones: Path, lang: str) -> None:
    with phone_gallery.opened(browser, phones, lang=lang) as phone:
        for name in ("write", "write-too-long", "write-offers", "write-offers-share", "listen-typing"):
            phone.show(name)
            first = min(
                (button.bounding_box() or {})["y"] for button in phone.page.locator(".write .btn").all()
            )
            for part in phone.page.locator(".write label, .write textarea, .write .hint").all():
                box = part.bounding_box()
                assert box is not None
                assert box["y"] + box["height"] <= first, (name, part.inner_text())


@pytest.mark.parametrize("lang", ["nl", "ar"])
def test_a_refusal_to_save_stands_at_what_is_to_be_chosen(browser: Browser, phones: Path, lang: str) -> None:
    with phone_gallery.opened(browser, phones, lang=lang) as phone:
        phone.show("write-offers-share-unchosen")
        phone.page.locator(".btn.go").click()
        reason = phone.page.locator(".side [role=alert]").bounding_box()
        field = phone.page.locator("textarea").bounding_box()
        assert reason is not None
        assert field is not None
        assert reason["y"] >= 0
        assert reason["y"] + reason["height"] <= min(640, field["y"])
        assert phone.page.locator("[name=source]").first.evaluate("radio => radio === document.activeElement")
        assert phone.page.locator(".said:not(:empty)").count() == 0


def test_the_name_stands_on_one_line_with_what_is_in_reach_and_a_field_shows_all_its_lines(
    phone: Gallery,
) -> None:
    middles = """() => [".who", ".reach .link", ".reach .link + .link"].map((one) => {
      const { top, height } = document.querySelector(one).getBoundingClientRect();
      return Math.round(top + height / 2);
    })"""
    phone.show("write-draft")
    assert max(phone.page.evaluate(middles)) - min(phone.page.evaluate(middles)) <= 1
    assert phone.page.locator("textarea").evaluate("one => one.scrollHeight <= one.clientHeight + 1")
    phone.letters(200)
    try:
        assert len(set(phone.page.evaluate(middles)[1:])) == 1
    finally:
        phone.letters(100)


def test_C2_choices_stay_within_consent(phone: Gallery) -> None:
    phone.show("write")
    assert phone.page.locator("[name=keep-draft]").count() == 3
    phone.show("write-words-not-kept")
    labels = phone.page.locator(".choices label").all_inner_texts()
    assert [label.strip() for label in labels] == ["Niet bewaren"]


def test_every_button_is_large_enough(phone: Gallery) -> None:
    for name in phone.names:
        phone.show(name)
        small = phone.page.locator("button, textarea, label:has(input)").evaluate_all(
            """all => all.filter((one) => !one.closest(".hint"))
                 .filter((one) => one.getBoundingClientRect().height < 47.5)
                 .map((one) => one.outerHTML)"""
        )
        assert small == [], name


def test_the_field_keeps_focus_and_text_at_every_sign(phone: Gallery) -> None:
    phone.show("write")
    field = phone.page.locator("textarea")
    field.press_sequentially("Soep 👩‍👩‍👧‍👦")
    assert field.input_value() == "Soep 👩‍👩‍👧‍👦"
    assert phone.page.locator("#left").inner_text() == "274"
    assert field.evaluate("field => field === document.activeElement")


def test_T11_a_device_that_a_desk_linked_is_told_of_on_the_other_one_until_that_is_read(
    phone: Gallery,
) -> None:
    told = "De gespreksleider koppelde nog een toestel aan uw plek."
    phone.show("linked-here")
    expect(phone.page.get_by_text("In de winter")).to_be_visible()
    expect(phone.page.get_by_text(told)).to_have_count(0)
    expect(phone.page.get_by_text("Veranderd op het gekoppelde toestel.")).to_have_count(0)
    phone.show("linked")
    expect(phone.page.get_by_text(told)).to_be_visible()
    phone.page.get_by_role("button", name="Dat klopt").click()
    expect(phone.page.get_by_text(told)).to_have_count(0)
    expect(phone.page.get_by_text("Veranderd op het gekoppelde toestel.")).to_be_visible()


def test_C3_nothing_is_called_saved_that_its_owner_did_not_want_to_be_kept(phone: Gallery) -> None:
    phone.show("write-not-kept")
    expect(phone.page.get_by_role("heading", level=1)).to_have_text("Alleen voor deze tafel.")
    expect(phone.page.locator(".lead")).to_contain_text("Bij het afsluiten wissen we het.")
    phone.show("write-saved")
    expect(phone.page.get_by_role("heading", level=1)).to_have_text("Bewaard.")

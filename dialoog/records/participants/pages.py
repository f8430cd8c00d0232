"""One's own page afterwards (`/mijn`): opened on the phone with which one took part, or with the code of a card.

The code comes typed, or from the fragment of the card's QR code; after it a cookie opens the page. Nothing secret is in an address.
"""

from datetime import UTC, datetime

import msgspec
from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue as Page
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from dialoog.accounts import access, authentication, tokens
from dialoog.accounts.tokens import Identity
from dialoog.db.engine import current_engine, read_transaction, transaction
from dialoog.live import cards
from dialoog.live.entry.admission import FAILURE_DELAY_SECONDS
from dialoog.live.runtime import current_runtime
from dialoog.records.follow_up.forms import AnswerForm, TakeBackForm
from dialoog.records.follow_up.questions.forms import JudgeForm
from dialoog.records.participants import changes
from dialoog.records.participants.changes import Change
from dialoog.records.participants.forms import AgreementForm, CardForm, ConsentForm, EraseForm, SentenceForm
from dialoog.records.participants.own_words import SCHEMA, OwnPage, OwnSentence, read_own_page
from dialoog.rules.state import Keep
from dialoog.telemetry import metrics
from dialoog.web.languages import chosen_language, set_language_cookie

pages = Blueprint("own_words", __name__)


@pages.get("/mijn")
@access.allow("own_words.open")
def enter() -> Page:
    """To the own page where this browser has one; to choose where it has several; otherwise the form for the code."""
    found = [page for own in _own_identities() if (page := read_own_page(own.dialogue, own.seat or ""))]
    if len(found) == 1 and "kaart" not in request.args:
        return redirect(url_for("own_words.own_page", dialogue=found[0].about.id), 303)
    return render_template("participants/enter.html", form=CardForm(), tables=found)


@pages.post("/mijn")
@access.allow("own_words.open")
def open_card() -> Page:
    """Only wrong codes spend the budget of the address: a hall shares one, and whoever types the right one gets in."""
    form = CardForm()
    if not form.validate_on_submit():
        return render_template("participants/enter.html", form=form, tables=[]), 400
    with read_transaction(current_engine()) as connection:
        found = cards.find(connection, form.code.data or "")
    page = read_own_page(found.dialogue, found.seat or "") if found else None
    if found is None or page is None:
        return _refuse_code(form)
    with transaction(current_engine()) as connection:
        token = tokens.create(connection, "card", found.dialogue, found.seat)
    current_runtime().security_log.link_opened("card")
    response = redirect(url_for("own_words.own_page", dialogue=found.dialogue), 303)
    if chosen_language() is None:
        set_language_cookie(response, page.seat.lang)
    return authentication.set_desk_cookie(response, "card", found.dialogue, token)


def _refuse_code(form: CardForm) -> Page:
    address, budget = request.remote_addr or "", current_runtime().failure_budget
    metrics.wrong_codes.inc()
    is_throttled, status = budget.is_exhausted(address), 404
    if is_throttled:
        current_runtime().security_log.code_throttled()
        current_runtime().socketio.sleep(FAILURE_DELAY_SECONDS)  # R10
        form.code.errors = [_("Er is te vaak een code geprobeerd. Probeer het over vijf minuten.")]
        status = 429
    else:
        budget.record_failure(address)
        form.code.errors = [
            _("Deze code kennen we niet. Kijk nog eens op uw kaart, of bel wie u heeft uitgenodigd.")
        ]
    return render_template("participants/enter.html", form=form, tables=[]), status


@pages.get("/mijn/<dialogue>")
@access.allow("own_words.open")
def own_page(dialogue: str) -> Page:
    _own, page = require_own_page(dialogue)
    return _show(page)


@pages.post("/mijn/<dialogue>/zin/<word>")
@access.allow("own_words.open")
def choose(dialogue: str, word: str) -> Page:
    """What is not kept after closing is gone, so that is asked once more."""
    own, page = require_own_page(dialogue)
    sentence = next((one for one in page.sentences if one.id == word), None)
    if sentence is None:
        return _show(page, Change(_("Deze zin is er niet meer."), 404))
    form = SentenceForm(prefix=f"{word}-").limited_to(page.keeps)
    if not form.validate_on_submit():
        return _show(page, forms={word: form}, status=400)
    keep, is_closed = Keep(form.keep.data), page.choose_until is not None
    if is_closed and keep is Keep.NO and not form.certain.data:
        return render_template("participants/certain.html", page=page, sentence=sentence, form=form)
    done = changes.choose(own, sentence, keep, form.command, public=bool(form.public.data), closed=is_closed)
    if done.say:
        return _show(page, done, forms={word: form})
    return _after(page, done, f"zin-{word}" if keep is not Keep.NO or not is_closed else "woorden")


@pages.post("/mijn/<dialogue>/afspraak/<word>")
@access.allow("own_words.open")
def answer(dialogue: str, word: str) -> Page:
    own, page = require_own_page(dialogue)
    form = AgreementForm(prefix=f"{word}-ja")
    if not form.validate_on_submit():
        return _show(page, status=400)
    return _after(
        page, changes.answer_agreement(own, word, form.command, on=form.on.data == "1"), "afspraken"
    )


@pages.post("/mijn/<dialogue>/keuzes")
@access.allow("own_words.open")
def consent(dialogue: str) -> Page:
    own, page = require_own_page(dialogue)
    form = ConsentForm(prefix="consent")
    if not form.validate_on_submit():
        return _show(page, forms={"consent": form}, status=400)
    done = changes.give_consent(
        own,
        form.command,
        words=form.words.data,
        name=form.name.data,
        contact=form.contact.data,
        reach=(form.reach.data or "").strip() if form.contact.data else "",
    )
    return _after(page, done, "keuzes")


@pages.post("/mijn/<dialogue>/wissen")
@access.allow("own_words.open")
def erase(dialogue: str) -> Page:
    own, page = require_own_page(dialogue)
    form = EraseForm(prefix="erase")
    if not form.validate_on_submit() or not form.is_meant:
        if not form.word.errors:
            form.word.errors = [_("Dat is een ander woord. Er is niets gewist.")]
        return _show(page, forms={"erase": form}, status=400)
    done = changes.erase(own, form.command)
    if done.say:
        return _show(page, done)
    return render_template(
        "message.html",
        title=_("Alles van u is gewist."),
        text=_("Uw woorden en uw naam zijn weg, ook uit het verslag. Dank dat u er was."),
    )


@pages.get("/mijn/<dialogue>/meenemen")
@access.allow("own_words.open")
def take_along(dialogue: str) -> Page:
    _own, page = require_own_page(dialogue)
    return render_template("participants/take_along.html", page=page)


@pages.get("/mijn/<dialogue>.json")
@access.allow("own_words.open")
def take_along_as_json(dialogue: str) -> Page:
    _own, page = require_own_page(dialogue)
    body = msgspec.json.format(msgspec.json.encode(_portable(page)), indent=2)
    response = Response(body + b"\n", mimetype="application/json")
    response.headers["Content-Disposition"] = 'attachment; filename="mijn-woorden.json"'
    return response


def _portable(page: OwnPage) -> dict[str, object]:
    about, consent = page.about, page.seat.consent
    return {
        "schema": SCHEMA,
        "dialogue": {name: getattr(about, name) for name in ("title", "theme", "organisation", "date", "place")},
        "name": page.name,
        "language": page.seat.lang,
        "consent": consent and {name: getattr(consent, name) for name in ("words", "name", "contact")},
        "reach": page.reach,
        "words": page.sentences,
        "agreements": page.agreements,
        "changed": page.changed,
        "questions": page.questions,
    }  # fmt: skip


def _sentence_form(page: OwnPage, sentence: OwnSentence) -> SentenceForm:
    """As it is shown: with what now holds."""
    now = {"keep": sentence.keep and sentence.keep.value, "public": sentence.public}
    return SentenceForm(None, prefix=f"{sentence.id}-", data=now).limited_to(page.keeps)


def _consent_form(page: OwnPage) -> ConsentForm:
    choices = page.seat.consent
    now = {name: choices is not None and getattr(choices, name) for name in ("words", "name", "contact")}
    return ConsentForm(None, prefix="consent", data={**now, "reach": page.reach})


def _own_identities() -> list[Identity]:
    """The phone's seats first, then those of cards, each dialogue once."""
    seats = [own for own in authentication.desk_identities() if own.desk == "seat"]
    by_dialogue = {own.dialogue: own for own in (*authentication.card_identities(), *seats)}
    return list(by_dialogue.values())


def require_own_page(dialogue: str) -> tuple[Identity, OwnPage]:
    """Refuses where this browser has no page of that dialogue."""
    own = next((one for one in _own_identities() if one.dialogue == dialogue), None)
    page = read_own_page(dialogue, own.seat or "") if own else None
    if own is None or page is None:
        raise access.Unauthorized
    return own, page


@pages.errorhandler(access.Unauthorized)
def redirect_to_code(_error: access.Unauthorized) -> AnyResponse:
    """Whoever opens a page that this browser does not have is asked for a card."""
    return redirect(url_for("own_words.enter"), 303)


def redirect_to_own_page(dialogue: str, place: str) -> AnyResponse:
    """Back to the place on the page whose content was stored, which says so there."""
    return redirect(url_for("own_words.own_page", dialogue=dialogue, bewaard=place, _anchor=place), 303)


def _after(page: OwnPage, done: Change, place: str) -> Page:
    return _show(page, done) if done.say else redirect_to_own_page(page.about.id, place)


def _show(
    page: OwnPage, done: Change | None = None, *, forms: dict[str, object] | None = None, status: int = 200
) -> Page:
    """The page; `forms` are those that were sent and not taken, with their errors."""
    sent = forms or {}
    forms_of_sentences = {one.id: sent.get(one.id) or _sentence_form(page, one) for one in page.sentences}
    html = render_template(
        "participants/own_page.html",
        page=page,
        sentence_forms=forms_of_sentences,
        agreement_form=lambda word: AgreementForm(None, prefix=f"{word}-ja"),
        answer_form=lambda: AnswerForm(None),
        take_back_form=lambda: TakeBackForm(None),
        judge_form=lambda: JudgeForm(None),
        consent_form=sent.get("consent") or _consent_form(page),
        erase_form=sent.get("erase") or EraseForm(None, prefix="erase"),
        opened=set(sent),
        said=done.say if done else "",
        saved=request.args.get("bewaard", ""),
        may_choose=page.choose_until is None or datetime.now(UTC) < page.choose_until,
    )  # fmt: skip
    return html, done.status if done else status

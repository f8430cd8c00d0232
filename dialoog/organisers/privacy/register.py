"""The register of processing (article 30 of the GDPR): what is processed, why, whose, how long, and who receives it.

Each activity names its tables, and a test holds them to those of the database: a table that stands nowhere here fails it. The days are
the settings of this installation.
"""

import msgspec
from flask_babel import gettext as _

from dialoog.accounts.sessions import SESSION_DAYS
from dialoog.jobs.outbox import KEPT_DAYS
from dialoog.planning.gathering_retention import DAYS as UNOPENED_DAYS
from dialoog.records.exports import csv_file
from dialoog.records.follow_up.questions.actions import LINK_DAYS
from dialoog.records.requests.actions import DAYS_AFTER_ANSWER
from dialoog.settings import Settings

NOT_ABOUT_PEOPLE = frozenset({"installation", "worker_clock"})


class Activity(msgspec.Struct, frozen=True):
    """One row; `tables` are those of the database."""

    name: str
    data: str
    people: str
    purpose: str
    basis: str
    kept: str
    receivers: str
    tables: tuple[str, ...]


def activities(settings: Settings) -> list[Activity]:
    consent = _("Toestemming, vooraf gevraagd en altijd in te trekken.")
    interest = _("Gerechtvaardigd belang: zonder dit kan niemand een avond voorbereiden.")
    return [
        Activity(
            _("Aan tafel zitten"),
            _("Roepnaam en hoe men die zegt, taal, rol als iemand die kiest, beurten en keuzes. Geen geluid."),
            _("Deelnemers"),
            _("Een gesprek leiden waarin iedereen aan de beurt komt."),
            consent,
            _(
                "Namen %(names)s dagen; beurten en keuzes %(words)s dagen, tenzij voor de avond anders gekozen is.",
                names=settings.name_retention_days,
                words=settings.retention_days,
            ),
            _("Wie aan tafel zit. In het verslag alleen met een ja."),
            ("seats", "journal"),
        ),
        Activity(
            _("Eigen woorden bewaren"),
            _("Wat mensen opschrijven of laten opschrijven, met vertalingen. Daar kan gezondheid, geloof of politiek in staan."),
            _("Deelnemers, en wie zij noemen"),
            _("Een verslag in eigen woorden, waar iets mee kan gebeuren."),
            _("Uitdrukkelijke toestemming, per zin gekozen."),
            _("%(days)s dagen, tenzij anders gekozen; wie niet kiest: zeven dagen.", days=settings.retention_days),
            _("Wie het verslag mag lezen, en alleen wat is vrijgegeven."),
            ("words", "translations", "records", "hidden_words", "agreements", "looking_back", "search_texts", "search_keys", "search_vocabulary", "search_states"),
        ),
        Activity(
            _("Bereikbaar zijn"),
            _("Telefoonnummer of mailadres."),
            _("Deelnemers die dat aankruisten"),
            _("Na afloop vragen hoe het ging."),
            consent,
            _("%(days)s dagen, tenzij anders gekozen.", days=settings.contact_retention_days),
            _("Alleen de organisatoren."),
            ("contacts",),
        ),
        Activity(
            _("Vragen voorleggen"),
            _("Wie antwoordt: organisatie, naam, telefoonnummer, mailadres. Elk antwoord, wie het overnam, en wat de vrager ervan zegt."),
            _("Wie een vraag van de tafel krijgt, en wie hem stelde"),
            _("Antwoord krijgen op vragen van een avond."),
            interest,
            _("Naam, nummer en adres tot %(days)s dagen na de dag van het antwoord; het antwoord met de vraag.", days=LINK_DAYS),
            _("De eigen organisatie; organisatie en antwoord wie het verslag mag lezen; de vraag, zonder naam, wie antwoordt."),
            ("questions", "addressees", "question_replies"),
        ),
        Activity(
            _("Avonden voorbereiden"),
            _("Dag, plaats, wie leidt, wie men kan bellen, en links voor wie helpt."),
            _("Gespreksleiders, verslagleggers, contactpersonen"),
            _("Een avond klaarzetten en openen."),
            interest,
            _("Met de dialoog; nooit geopend: %(days)s dagen na de avond.", days=UNOPENED_DAYS),
            _("De eigen organisatie; titel, leider en contact ook wie meedoet."),
            ("dialogues", "gatherings", "assignments", "account_links"),
        ),
        Activity(
            _("Een verslag vaststellen"),
            _("Inleiding en conclusie van de organisator; namen van thema’s; wat iemand schrijft die niet in het verslag wil staan, en een nummer of adres; met welk account een bestand is meegenomen."),
            _("Organisatoren, en wie in een verslag genoemd is"),
            _("Een verslag laten nakijken, en weghalen wat er niet in hoort."),
            interest,
            _("Met de dialoog; wat iemand vraagt tot %(days)s dagen na het antwoord, een nummer of adres tot uiterlijk de dag van de contacten.", days=DAYS_AFTER_ANSWER),
            _("De eigen organisatie; de inleiding wie het verslag mag lezen."),
            ("publications", "record_versions", "removal_requests", "record_downloads", "archives", "sheets", "report_backs", "themes", "theme_words"),
        ),
        Activity(
            _("Inloggen"),
            _("Naam, mailadres, versleuteld wachtwoord, tweede stap, waar iemand is ingelogd."),
            _("Wie een account heeft"),
            _("Weten wie wat mag."),
            interest,
            _("Tot iemand nergens meer bij hoort; een sessie %(days)s dagen.", days=SESSION_DAYS),
            _("De organisatoren van dezelfde organisatie."),
            (
                "people", "memberships", "organisations", "sessions", "second_steps", "recovery_codes", "pending_sign_ins", "password_grants",
            ),
        ),
        Activity(
            _("Mail sturen"),
            _("Adres en tekst."),
            _("Wie een mail krijgt"),
            _("Links en berichten bezorgen."),
            interest,
            _("De tekst tot hij verstuurd is, het adres %(days)s dagen.", days=KEPT_DAYS),
            _("De ontvanger, en de mailserver.") if settings.smtp_url else _("Niemand: er is geen mailserver ingesteld."),
            ("mails",),
        ),
        Activity(
            _("Deuren bewaken"),
            _("Versleutelde sleutels, en van wie een foute code typt een versleuteld netwerkadres."),
            _("Wie een link of code gebruikt"),
            _("Alleen binnenlaten wie hoort."),
            interest,
            _("Sleutels 30 tot 400 dagen, adressen vijf minuten."),
            _("Niemand."),
            ("tokens", "cards", "planned_cards", "tickets", "wrong_codes"),
        ),
        Activity(
            _("Wissen op de dag"),
            _("Het nummer van een dialoog en de dag. Geen namen."),
            _("Niemand in het bijzonder"),
            _("Doen wat beloofd is, en dat kunnen laten zien."),
            _("Wettelijke plicht om te verantwoorden."),
            _("Blijft, als bewijs."),
            _("Niemand."),
            ("jobs", "erasures"),
        ),
    ]  # fmt: skip


def as_csv(rows: list[Activity]) -> bytes:
    """For a Dutch Excel."""
    head = (_("Wat"), _("Welke gegevens"), _("Van wie"), _("Waarvoor"), _("Grondslag"), _("Hoe lang"), _("Wie ze krijgt"), _("Tabellen"))  # fmt: skip
    cells = []
    for row in rows:
        *texts, tables = msgspec.structs.astuple(row)
        cells.append((*texts, ", ".join(tables)))
    return csv_file.render(head, cells)

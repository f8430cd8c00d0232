"""The people with accounts of the matrix of rights, and the evenings that are planned, in two organisations."""

from sqlalchemy import insert, update

from dialoog.accounts import account_links, sessions
from dialoog.db.engine import transaction
from dialoog.jobs import outbox
from dialoog.jobs.clock import wall_ms
from dialoog.jobs.models import Mail
from dialoog.live.runtime import Runtime
from dialoog.planning import tables
from dialoog.planning.actions import assign, invite, plan
from dialoog.planning.models import Gathering
from dialoog.records.archives import files
from dialoog.records.follow_up.models import Agreement
from dialoog.records.follow_up.questions.models import Question, Reply
from dialoog.records.looking_back.models import LookingBack
from dialoog.records.models import Archive, RemovalRequest
from dialoog.records.report_back.models import ReportBack
from dialoog.records.themes.actions import change_words, create_theme
from tests.accounts.people import PLANNED, create_member, create_person

GATHERING, ADDRESS = "Geplandkanarie", "postkanarie@voorbeeld.nl"
REQUEST = "Verzoekkanarie"
QUESTIONS = ("asked", "replied")
"""Those of who sits at the same table, put to somebody outside: what they are called within their ids."""
RELEASED = f"words-{'released':_>16}"
ORGANISATION, OTHER_ORGANISATION = "Collectiefkanarie", "Collectiefelders"
PEOPLE = {
    "organiser": "Organisatorkanarie",
    "member": "Lezerkanarie",
    "organises_elsewhere": "Organisatorelders",
    "minute_taker": "Gastkanarie",
}


def sign_in_people(
    runtime: Runtime, tokens: dict[str, dict[str, str]], owners: list[str], dialogue: str
) -> dict[str, str]:
    """Gives each role its token. Returns what stands in addresses: of a request about the record of the dialogue, of the member, of the member's session, of an
    invitation and its mail that failed, of an evening that is planned, of its leader's link, of an evening whose table is that of the dialogue,
    of one of the other organisation, and of a theme."""
    with transaction(runtime.engine) as connection:
        for role, name in PEOPLE.items():
            if role == "minute_taker":
                person = create_person(connection, name)
                tokens[role] = {"session": sessions.create(connection, person, "Firefox", wall_ms())}
                continue
            owner = owners[1] if role == "organises_elsewhere" else owners[0]
            person = create_member(connection, owner, name, "reader" if role == "member" else "organiser")
            tokens[role] = {"session": sessions.create(connection, person, "Firefox", wall_ms())}
        member = sessions.find(connection, tokens["member"]["session"], wall_ms())
        assert member is not None
        account_links.create(
            connection, "invitation", wall_ms(), organisation=owners[0], role="reader", name="Genodigde"
        )
        [invitation] = account_links.invitations_of(connection, owners[0], wall_ms())
        mail = outbox.write(
            connection, kind="invitation", recipient=ADDRESS, subject="", body="", organisation=owners[0], cause=invitation.id, now=wall_ms()
        )  # fmt: skip
        connection.execute(update(Mail).where(Mail.id == mail).values(state="failed", error="Refused 550"))
        gathering = plan(connection, owners[0], {**PLANNED, "title": GATHERING}, wall_ms())
        assign(connection, gathering, person, "scribe", wall_ms())
        opened = plan(connection, owners[0], PLANNED, wall_ms())
        assign(connection, opened, person, "scribe", wall_ms())
        connection.execute(update(Gathering).where(Gathering.id == opened).values(dialogue=dialogue))
        given = plan(connection, owners[1], PLANNED, wall_ms())
        second = tables.add(connection, plan(connection, owners[0], PLANNED, wall_ms()), {}, wall_ms())
        link = invite(connection, gathering, "Leidster", None, "facilitator", wall_ms())
        tokens["leader"] = {f"evening-{gathering}": link}
        [helper] = account_links.links_to(connection, gathering)
        removal = {"id": "removal", "dialogue": dialogue, "text": REQUEST, "reach": REQUEST, "created": 1}
        connection.execute(insert(RemovalRequest).values(removal))
        organiser = sessions.find(connection, tokens["organiser"]["session"], wall_ms())
        assert organiser is not None
        archive = {
            "id": "archive",
            "organisation": owners[0],
            "person": organiser.person,
            "format": "pdf",
            "language": "nl",
        }
        times = {"created": 1, "expires": wall_ms() + 10**8}
        days = {"neighbourhood": "", "since": "", "until": "", "state": "ready", "total": 1}
        connection.execute(insert(Archive).values(**archive, **days, **times))
        files.add(files.path_of(runtime.settings.folder, "archive"), "leeg.md", b"# Leeg", 0)
        theme = create_theme(connection, owners[0], "Naamkanarie van zinnen", wall_ms())
        change_words(connection, theme, dialogue, {"a sentence that was withdrawn"}, ())
        agreement = {"dialogue": dialogue, "word": RELEASED, "id": "agreement", "seat": "s1", "lang": "nl"}
        for state in QUESTIONS:
            of_word = {"dialogue": dialogue, "word": f"words-{state:_>16}"}
            days = {"asked_at": 1, "reply_by": "2999-01-01", "ask_on": "2999-01-01", "ends": "2999-04-01"}
            asked = {"id": state, "is_named": True, "is_of_resident": False, "organisation": "De gemeente"}
            connection.execute(insert(Question).values(**of_word, **asked, **days, state=state))
        said = {"number": 1, "kind": "no", "organisation": "De gemeente", "lang": "nl", "at": 1}
        connection.execute(insert(Reply).values(**of_word, **said, written="2026-12-01"))
        facts = {"is_named": True, "is_of_resident": True, "due": "2026-12-06", "ask_on": ""}
        connection.execute(insert(Agreement).values(**agreement, **facts))
        asked = {"dialogue": dialogue, "seat": "s1", "asked_at": 1, "is_mailed": False, "lang": "nl"}
        connection.execute(insert(LookingBack).values(**asked, link_hash=dialogue.encode()))
        told = {"introduction": "", "closing": "", "at": 1, "sent": 1}
        connection.execute(insert(ReportBack).values(dialogue=dialogue, number=1, **told))
    return {
        "theme": theme, "removal": "removal", "archive": "archive", "agreement": "agreement", "person": member.person, "session": member.session, "invitation": invitation.id, "mail": mail, "gathering": gathering, "opened": opened, "given": given, "second": second, "helper": helper.id,
    }  # fmt: skip

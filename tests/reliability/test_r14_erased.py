"""R14, for what exists: erased words and names are gone from the database file, its write-ahead log and the server's log."""

import subprocess
import sys
from pathlib import Path

from tests.people import a_table
from tests.serving import Server, a_server, eventually

WORDS = "Uitgewist één woord van mij"
NAME = "Fatmauitgewist"
REACH = "fatma@uitgewist.example"
CHOICES = {"words": True, "name": True, "contact": True}
LOOKS = """import sqlite3, sys, time
looking = sqlite3.connect(sys.argv[1] + "/dialoog.sqlite3", isolation_level=None)
looking.execute("BEGIN")
print(looking.execute("SELECT count(*) FROM words").fetchone(), flush=True)
time.sleep(60)"""


def left_on_disk(server: Server, *erased: str) -> set[str]:
    """What of it can still be read somewhere in the folder, in whatever encoding."""
    kept = [file.read_bytes() for file in server.folder.rglob("*") if file.is_file()]
    return {
        f"{told} in {encoding}"
        for told in erased or (WORDS, NAME)
        for encoding in ("utf-8", "utf-16-le", "utf-16-be", "latin-1")
        if any(told.encode(encoding) in content for content in kept)
    }


def test_R14_erased_words_and_names_are_gone_from_every_file(tmp_path: Path) -> None:
    with a_server(tmp_path) as server, a_table(server) as table:
        fatma, henk = table.seats(NAME), table.seats("Henk")
        fatma.writes(WORDS, "introduction")
        fatma.does("give_consent", reach=REACH, **CHOICES)
        word = henk.writes(WORDS, "introduction")
        assert left_on_disk(server, REACH)
        henk.does("withdraw_words", word=word)
        fatma.does("erase_seat")
        eventually(lambda: not left_on_disk(server, WORDS, NAME, REACH), 15, "forgetting on disk")


def test_R14_each_way_of_taking_back_reaches_the_disk_by_itself(tmp_path: Path) -> None:
    with a_server(tmp_path) as server, a_table(server) as table:
        fatma, henk, samira = (table.seats(name) for name in (NAME, "Henk", "Samirauitgewist"))
        taken, other = henk.writes("Teruggenomen", "introduction"), henk.writes("Overgedaan", "introduction")
        fatma.does("give_consent", reach=REACH, **CHOICES)
        henk.does("give_consent", reach="06-uitgewist", **CHOICES)
        fatma.does("change_pronunciation", pronunciation="Zozegtmendat")
        for person, kind, fields, erased in (
            (fatma, "give_consent", {**CHOICES, "reach": "020-nieuw"}, REACH),
            (henk, "give_consent", {**CHOICES, "contact": False}, "06-uitgewist"),
            (henk, "withdraw_words", {"word": taken}, "Teruggenomen"),
            (henk, "change_words", {"word": other, "text": "Anders"}, "Overgedaan"),
            (fatma, "change_name", {"name": "Els"}, NAME),
            (fatma, "change_pronunciation", {"pronunciation": ""}, "Zozegtmendat"),
            (samira, "erase_seat", {}, "Samirauitgewist"),
        ):
            assert left_on_disk(server, erased)
            person.does(kind, **fields)
            eventually(lambda erased=erased: not left_on_disk(server, erased), 15, f"{kind} on disk")


def test_R14_a_name_that_waited_is_gone_whatever_became_of_it(tmp_path: Path) -> None:
    with a_server(tmp_path) as server, a_table(server) as table:
        console, fatma = table.facilitator(), table.seats("Fatma")
        console.opens_round("introductions")
        request = 0
        for name, kind, more in (
            ("Eerstenaam", "change_name", {"name": "Tweedenaam"}),
            ("Tweedenaam", "decline_name", {}),
            ("Derdenaam", "change_name", {"seat": fatma.seat, "name": "Van het bord"}),
            ("Vierdenaam", "close_dialogue", {"reason": "time"}),
        ):
            if kind != "decline_name":
                request = fatma.does("change_name", name=name)
            assert left_on_disk(server, name)
            by = fatma if name == "Eerstenaam" else console
            aimed = {"seat": fatma.seat, "request": request} if kind == "decline_name" else {}
            request = by.does(kind, **more, **aimed)
            eventually(lambda name=name: not left_on_disk(server, name), 15, f"{name} after {kind}")


def test_R14_what_a_killed_server_left_in_the_log_is_gone_soon_after_its_next_start(tmp_path: Path) -> None:
    with a_server(tmp_path) as server, a_table(server) as table:
        henk = table.seats("Henk")
        word = henk.writes(WORDS, "introduction")
        looking = subprocess.Popen([sys.executable, "-c", LOOKS, str(tmp_path)], stdout=subprocess.PIPE)
        assert looking.stdout is not None
        assert looking.stdout.readline()
        henk.does("withdraw_words", word=word)
        server.is_killed()
        looking.kill()  # a clean end would empty the log
        looking.communicate()
        assert left_on_disk(server)
        server.starts()
        eventually(lambda: not left_on_disk(server), 15, "forgetting on disk")

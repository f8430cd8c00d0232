"""The door "Wat kwam eruit?" on the start page: a record for the phone that took part, the list for who leads, advice for others."""

from pathlib import Path

from tests.live.joined import Evening
from tests.web.visits import Visitor, running_app, words_of


def test_who_took_part_finds_the_record_and_the_own_words_and_others_learn_whom_to_ask(
    tmp_path: Path,
) -> None:
    with running_app(tmp_path) as app:
        evening, anybody = Evening(app), Visitor(app)
        record, own_words = f'href="/verslagen/{evening.id}"', f'href="/mijn/{evening.id}"'
        assert 'href="/uitkomst"' in anybody.opens("/").text
        assert record not in evening.fatma.opens("/uitkomst").text, "it is not closed yet"
        evening.closes()
        page = evening.fatma.opens("/uitkomst").text
        assert record in page
        assert own_words in page
        assert evening.fatma.opens(f"/verslagen/{evening.id}").status_code == 200
        advice = anybody.opens("/uitkomst")
        assert "Open deze bladzijde op de telefoon waarmee u meedeed." in words_of(advice)
        assert 'href="/aanmelden"' in advice.text
        assert evening.id not in advice.text
        leader = Visitor(app).holds("facilitator", evening.id, token=evening.links.console.partition("#")[2])
        own_list = leader.opens("/uitkomst")
        assert own_list.status_code == 200, "who lists records reads what is public too"
        assert 'href="/verslagen"' in own_list.text
        assert 'href="/aanmelden"' not in own_list.text

"""A sentence for every reason why something did not happen: what it is and what one can do.

Each is a msgid of gettext and is said in the reader's language, never in the log. A test holds the
reasons of the rules against this page.
"""

from flask_babel import lazy_gettext
from flask_babel.speaklater import LazyString

from dialoog.web.form_fields import TEXT_SENTENCES

SENTENCES: dict[str, LazyString] = {
    # from the rules
    "not_allowed": lazy_gettext("Dat kan vanaf deze plek niet."),
    "not_yours": lazy_gettext("Dit hoort bij een andere plek aan tafel."),
    "not_open": lazy_gettext("Dat hoort bij het begin, als mensen gaan zitten."),
    "not_running": lazy_gettext("De dialoog is nog niet begonnen."),
    "closed": lazy_gettext("Deze dialoog is afgesloten."),
    "already_open": lazy_gettext("Deze dialoog is al open."),
    "door_shut": lazy_gettext("De oogst is begonnen. Aanschuiven kan nu niet meer."),
    "unknown_seat": lazy_gettext("Deze plek kennen we niet aan deze tafel."),
    "not_here": lazy_gettext("Deze plek doet nu niet mee."),
    "nobody_here": lazy_gettext("Er zit nog niemand aan tafel."),
    "one_facilitator": lazy_gettext("De gespreksleider heeft al een plek."),
    "circle_incomplete": lazy_gettext("Tik de namen aan van iedereen die er zit."),
    "last_step": lazy_gettext("Dit is de laatste stap."),
    "round_open": lazy_gettext("Er loopt nog een ronde. Sluit die eerst."),
    "no_round": lazy_gettext("Er loopt nu geen ronde."),
    "round_not_complete": lazy_gettext("Nog niet iedereen was aan de beurt."),
    "silence": lazy_gettext("Het is nu even stil. Daarna gaat het verder."),
    "resting": lazy_gettext("Er is nu rust. Daarna gaat het verder."),
    "somebody_speaks": lazy_gettext("Er is nog iemand aan het woord."),
    "not_your_turn": lazy_gettext("U bent nu niet aan de beurt."),
    "choose_who": lazy_gettext("Kies eerst wie er begint."),
    "nobody_left": lazy_gettext("Iedereen is al aan de beurt geweest."),
    "not_waiting": lazy_gettext("Deze plek wacht niet op een beurt."),
    "no_offer": lazy_gettext("Er wordt nu niet gevraagd wie nog iets wil zeggen."),
    "clock_off": lazy_gettext("De klok staat uit."),
    "bad_length": lazy_gettext("Kies een andere tijd."),
    "reason_needed": lazy_gettext("Kies waarom u eerder afsluit."),
    "unknown_reason": lazy_gettext("Kies een van de redenen die er staan."),
    "their_pass": lazy_gettext("Iemand sloeg zelf over. Alleen die persoon kan dat terugnemen."),
    "not_newest": lazy_gettext("Er is al iets nieuws gebeurd. Kijk wat de laatste stap nu is."),
    "consent_first": lazy_gettext("Kies eerst wat er met uw woorden mag gebeuren."),
    "unknown_words": lazy_gettext("Deze woorden kennen we niet."),
    "enough_words": lazy_gettext("U hebt al honderd zinnen opgeschreven. Haal er eerst een weg."),
    "words_gone": lazy_gettext("Deze woorden zijn gewist."),
    "words_of_another": lazy_gettext("Dit zijn woorden van iemand anders."),
    "owner_needed": lazy_gettext("Zeg erbij van wie dit is."),
    "source_kind_needed": lazy_gettext("Kies wat het is: tijd, kennis, netwerk, ruimte of faciliteiten."),
    "harvest_later": lazy_gettext("Dat komt bij de oogst."),
    "not_harvest": lazy_gettext("Dat kan bij de oogst."),
    "insight_needs_words": lazy_gettext("Wijs de woorden aan waar dit inzicht uit komt."),
    "not_confirmed": lazy_gettext("Vraag eerst of het zo klopt."),
    "not_ticked": lazy_gettext("De eigenaar heeft niet gekozen om dit te laten zien."),
    "not_a_goal": lazy_gettext("Dit is geen gedeeld doel."),
    "not_an_agreement": lazy_gettext("Dit is geen afspraak."),
    "not_named_in_it": lazy_gettext("Deze plek wordt in de afspraak niet genoemd."),
    "read_back_first": lazy_gettext("Lees eerst samen terug."),
    "last_words_first": lazy_gettext("Geef eerst iedereen een laatste woord."),
    "unknown_desk": lazy_gettext("Kies gespreksleider, verslaglegger of scherm."),
    "unknown_link": lazy_gettext("Deze link kennen we niet, of hij is al beëindigd."),
    "table_full": lazy_gettext("Deze tafel is vol. Vraag het aan de gespreksleider."),
    "unknown_theme": lazy_gettext("Kies licht of donker."),
    # from the edge
    "malformed": lazy_gettext("Dit bericht begrijpen we niet. Laad de pagina opnieuw."),
    "unknown_message": lazy_gettext("Dit bericht kennen we niet. Laad de pagina opnieuw."),
    "unlikely_year": lazy_gettext("Kijk het jaar van de dag nog eens na."),
    **TEXT_SENTENCES,
    "say_which_seat": lazy_gettext("Zeg erbij voor welke plek dit is."),
    "card_not_free": lazy_gettext(
        "Deze kaart is er niet, is kwijt of is al van iemand. Neem een andere, of laat het nummer leeg."
    ),
    "same_id": lazy_gettext("Dit is al eerder verstuurd, met een andere inhoud."),
    "token_ended": lazy_gettext("Deze link werkt niet meer. Vraag wie hem gaf om een nieuwe."),
    "device_ended": lazy_gettext(
        "Uw plek gaat verder op een ander toestel. Was u dat niet? Vraag de gespreksleider om een nieuwe link."
    ),
    "no_token": lazy_gettext("We weten niet wie u bent. Open uw link opnieuw of vul de code in."),
    "removed": lazy_gettext("Deze plek is van tafel gehaald. Vraag het aan de gespreksleider."),
    "unknown_dialogue": lazy_gettext("Deze dialoog kennen we niet."),
    "other_origin": lazy_gettext("Deze vraag kwam van een andere website. Open de pagina hier opnieuw."),
}


def say(reason: str) -> str:
    """What a person reads; an unknown reason still gets a sentence."""
    known = SENTENCES.get(reason)
    return str(lazy_gettext("Dat kan nu niet.") if known is None else known)


def say_later() -> str:
    return str(lazy_gettext("Dit is nog niet bewaard. We proberen het zo opnieuw."))

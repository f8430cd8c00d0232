/** What happens with people's words (C1), in the sentences of the paper: a phone shows them, and a desk reads them out to who has none. */

import { html, nothing, type TemplateResult } from "lit-html";
import type { About } from "./client/documents";
import { facilitatorName } from "./facilitator_name";
import { formatDate } from "./i18n/formats";
import { _ } from "./i18n/gettext";

export function consentText(about: About): TemplateResult {
  const { organisation, facilitator, contact } = about;
  return html`<p>
      ${_("We nemen geen geluid op. We bewaren alleen wat u opschrijft of laat opschrijven.")}
      ${_("Voor een verslag in uw eigen woorden. Zo kan er iets mee gebeuren.")}
    </p>
    <p>
      ${_("%(who)s bewaart het.", { who: organisation || facilitator || _("De organisatie van deze dialoog") })} ${daysKept(about)}
      ${_("U kiest per zin. Kiest u niet? Dan wissen we de zin na zeven dagen.")}
    </p>
    <p>
      ${_("Spijt?")}
      ${contact
        ? _("Bel of schrijf %(contact)s. Dan halen we uw woorden weg.", { contact })
        : _("Vraag het aan %(facilitator)s. Dan halen we uw woorden weg.", { facilitator: facilitatorName(about) })}
    </p>`;
}

/** One day, or three where they differ; a day that is empty is the one of the words. */
function daysKept({ until, names_until, contacts_until }: About): string | typeof nothing {
  if (!until) return nothing;
  const words = formatDate(until);
  if (!names_until && !contacts_until) return _("Tot %(date)s.", { date: words });
  return _("Hoe we u bereiken: tot %(contacts)s. Uw naam: tot %(names)s. Uw woorden: tot %(words)s.", {
    contacts: formatDate(contacts_until || until), names: formatDate(names_until || until), words,
  }); // prettier-ignore
}

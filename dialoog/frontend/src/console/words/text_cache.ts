/** Texts of words by id and revision, fetched in one go when a view first asks for them and kept from then on. */

import type { DeskWords, WordText } from "../../client/documents";
import type { Live } from "../../client/live_client";

export class WordTexts {
  private readonly known = new Map<string, WordText>();
  private readonly wanted = new Set<string>();
  private underway = new Set<string>();
  private busy = false;

  constructor(
    private readonly live: Pick<Live, "text">,
    private readonly redraw: () => void,
  ) {}

  of(words: Pick<DeskWords, "id" | "revision">): WordText | undefined {
    const key = `${words.id}.${words.revision}`;
    const found = this.known.get(key);
    if (!found && !this.underway.has(key)) {
      this.wanted.add(key);
      this.fetchSoon();
    }
    return found;
  }

  /** Once a view is drawn; what is wanted while others are on their way goes after them. */
  private fetchSoon(): void {
    if (this.busy) return;
    this.busy = true;
    queueMicrotask(() => void this.fetch());
  }

  private async fetch(): Promise<void> {
    this.underway = new Set(this.wanted);
    this.wanted.clear();
    const came = Object.entries(await this.live.text([...this.underway]).catch(() => ({})));
    for (const [key, text] of came) this.known.set(key, text);
    this.underway.clear();
    this.busy = false;
    if (this.wanted.size > 0) this.fetchSoon();
    if (came.length > 0) this.redraw();
  }
}

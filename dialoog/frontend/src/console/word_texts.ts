/** Texts of words by id and revision, fetched in one go when a view first asks for them and kept from then on. */

import type { DeskWords, WordText } from "../documents";
import type { Live } from "../live";

export class WordTexts {
  private readonly known = new Map<string, WordText>();
  private readonly wanted = new Set<string>();

  constructor(
    private readonly live: Pick<Live, "text">,
    private readonly redraw: () => void,
  ) {}

  of(words: Pick<DeskWords, "id" | "revision">): WordText | undefined {
    const key = `${words.id}.${words.revision}`;
    const found = this.known.get(key);
    if (!found && !this.wanted.has(key)) {
      if (this.wanted.size === 0) queueMicrotask(() => void this.fetch());
      this.wanted.add(key);
    }
    return found;
  }

  private async fetch(): Promise<void> {
    const keys = [...this.wanted];
    try {
      const texts = await this.live.text(keys);
      for (const [key, text] of Object.entries(texts)) this.known.set(key, text);
    } finally {
      for (const key of keys) this.wanted.delete(key);
    }
    if (keys.some((key) => this.known.has(key))) this.redraw();
  }
}

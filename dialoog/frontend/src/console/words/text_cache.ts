/** Texts of words by id and revision, fetched in batches when a view first needs them. */

import type { DeskWords, WordText } from "../../client/documents";
import type { LiveClient } from "../../client/live_client";

export class TextCache {
  private readonly texts = new Map<string, WordText>();
  private readonly missing = new Set<string>();
  private requested = new Set<string>();
  private isFetching = false;

  constructor(
    private readonly live: Pick<LiveClient, "fetchTexts">,
    private readonly redraw: () => void,
  ) {}

  get(words: Pick<DeskWords, "id" | "revision">): WordText | undefined {
    const key = `${words.id}.${words.revision}`;
    const text = this.texts.get(key);
    if (!text && !this.requested.has(key)) {
      this.missing.add(key);
      this.fetchSoon();
    }
    return text;
  }

  /** Once a view is drawn; what is wanted while others are on their way goes after them. */
  private fetchSoon(): void {
    if (this.isFetching) return;
    this.isFetching = true;
    queueMicrotask(() => void this.fetch());
  }

  private async fetch(): Promise<void> {
    this.requested = new Set(this.missing);
    this.missing.clear();
    const fetched = Object.entries(await this.live.fetchTexts([...this.requested]).catch(() => ({})));
    for (const [key, text] of fetched) this.texts.set(key, text);
    this.requested.clear();
    this.isFetching = false;
    if (this.missing.size > 0) this.fetchSoon();
    if (fetched.length > 0) this.redraw();
  }
}

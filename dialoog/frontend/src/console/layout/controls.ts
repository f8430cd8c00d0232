/** Buttons that all views of the console share: one that runs a function, one that sends a command. */

import { html, nothing, type TemplateResult } from "lit-html";
import type { ConsoleState } from "../state";

export type Renderable = TemplateResult | typeof nothing;

interface ButtonOptions {
  className?: string;
  shortcut?: string;
  /** What is read out where the visible word alone would not say enough; begins with that word. */
  label?: string;
  /** The id of what is said beside it. */
  describedBy?: string;
  pressed?: boolean;
  expanded?: boolean;
  /** Cannot be pressed now, but keeps its place and the focus. */
  isOff?: boolean;
}

export const SMALL_BUTTON: ButtonOptions = { className: "btn small" };

export function button(state: ConsoleState, text: string | TemplateResult, press: () => void, options: ButtonOptions = {}): TemplateResult {
  const onClick = (): void => {
    if (!options.isOff) press();
  };
  return html`<button
    type="button"
    class=${options.className ?? "btn"}
    aria-label=${options.label ?? nothing}
    aria-describedby=${options.describedBy ?? nothing}
    aria-keyshortcuts=${state.ui.shortcuts && options.shortcut ? options.shortcut : nothing}
    aria-pressed=${options.pressed ?? nothing}
    aria-expanded=${options.expanded ?? nothing}
    aria-disabled=${options.isOff ? "true" : nothing}
    @click=${onClick}
  >${text}${state.ui.shortcuts && options.shortcut ? html` <kbd aria-hidden="true">${options.shortcut}</kbd>` : nothing}</button>`;
}

/** A button that sends one command. */
export function commandButton(
  state: ConsoleState,
  text: string,
  kind: string,
  fields: Record<string, unknown> = {},
  options: ButtonOptions = {},
): TemplateResult {
  return button(state, text, () => void state.send(kind, fields), options);
}

/**
 * After a press with finger or mouse on a button or a fold the focus goes back to nobody, so that space means "next" again
 * (T28). Before what is pressed happens: a panel that shuts gives the focus back to what had it when it opened.
 */
export function releaseFocus(event: MouseEvent): void {
  const control = event.target instanceof Element ? event.target.closest<HTMLElement>("button, summary") : null;
  if (event.detail > 0 && control && control.id !== "primary" && !control.closest("dialog")) control.blur();
}

/** What this desk keeps in the browser, apart for each dialogue: drafts, who spoke without a line, whether keys are used. */

const dialogue = document.getElementById("live")?.dataset["place"] ?? "";

export function keep(name: string, text: string): void {
  try {
    if (text) localStorage.setItem(`dialoog.${dialogue}.${name}`, text);
    else localStorage.removeItem(`dialoog.${dialogue}.${name}`);
  } catch {
    // A browser that keeps nothing: it holds until the page is closed.
  }
}

export function kept(name: string): string {
  try {
    return localStorage.getItem(`dialoog.${dialogue}.${name}`) ?? "";
  } catch {
    return "";
  }
}

/** The machine behind the beamer: it stays awake where it may, and its pointer goes when nobody moves it. */

const POINTER_STAYS = 3000;

export function stayAwake(page: Document): void {
  const wake = () => void (page.visibilityState === "visible" && navigator.wakeLock?.request("screen").catch(() => null));
  page.addEventListener("visibilitychange", wake);
  wake();
  let leaving: ReturnType<typeof setTimeout> | undefined;
  page.addEventListener("pointermove", () => {
    clearTimeout(leaving);
    page.body.classList.add("pointing");
    leaving = setTimeout(() => page.body.classList.remove("pointing"), POINTER_STAYS);
  });
}

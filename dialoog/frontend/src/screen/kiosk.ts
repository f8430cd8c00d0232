/**
 * Kiosk mode of the computer behind the beamer: it stays awake where the browser allows it, and hides a pointer that
 * does not move.
 */

const POINTER_TIMEOUT = 3000;

export function stayAwake(page: Document): void {
  const requestWakeLock = () => void (page.visibilityState === "visible" && navigator.wakeLock?.request("screen").catch(() => null));
  page.addEventListener("visibilitychange", requestWakeLock);
  requestWakeLock();
  let pointerTimer: ReturnType<typeof setTimeout> | undefined;
  page.addEventListener("pointermove", () => {
    clearTimeout(pointerTimer);
    page.body.classList.add("pointing");
    pointerTimer = setTimeout(() => page.body.classList.remove("pointing"), POINTER_TIMEOUT);
  });
}

"""What a browser measures of a screen: functions in JavaScript, for `page.evaluate`."""

# Every visible text with its size in vmin, whether it is cut off, and whether it lies inside the screen.
TEXTS = """() => {
  const vmin = Math.min(innerWidth, innerHeight) / 100, found = [];
  const walker = document.createTreeWalker(document.querySelector("#live"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, parent = node.parentElement;
    if (!node.data.trim() || parent.closest(".unseen, [hidden], .scan") || !parent.checkVisibility()) continue;
    const scale = parent.ownerSVGElement ? parent.getScreenCTM().a : 1;
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    found.push({
      text: node.data.trim(),
      size: (parseFloat(getComputedStyle(parent).fontSize) * scale) / vmin,
      inside: box.left > -1 && box.top > -1 && box.right < innerWidth + 1 && box.bottom < innerHeight + 1,
    });
  }
  return found;
}"""

# What is read, not just recognised, with its size in vmin.
READ_TEXTS = """() => [...document.querySelectorAll(
    "h1:not(.unseen), .question .more, .said, .translated, .agreements li, .nophone, .who tspan, .says tspan")]
  .filter((one) => one.checkVisibility()).map((one) =>
    [one.textContent, parseFloat(getComputedStyle(one).fontSize) * (one.getScreenCTM?.().a ?? 1) * 100 / Math.min(innerWidth, innerHeight)])"""

# The boxes that lay out text and hide what does not fit: none may hide half a line.
CUT_OFF = """() => [...document.querySelectorAll(
    "[data-box], [data-lists], .invite, .agreements, .head, .foot, .rule, .theme, .step, .card, .body, .sitting")]
  .filter((box) => box.checkVisibility())
  .filter((box) => box.scrollHeight > box.clientHeight + 1 || box.scrollWidth > box.clientWidth + 1)
  .map((box) => `${box.className || box.tagName}: ${box.scrollWidth}x${box.scrollHeight}`)"""

SCROLLS = """() => { scrollTo(500, 500);
  const page = document.scrollingElement;
  return scrollX + scrollY + Math.max(0, page.scrollWidth - innerWidth) + Math.max(0, page.scrollHeight - innerHeight) }"""

# Pairs of things in the circle that lie over each other: names, seats, and what stands in the middle.
OVERLAPS = """() => {
  const boxes = [];
  for (const seat of document.querySelectorAll(".seat")) {
    boxes.push(["seat", seat.querySelector("circle").getBoundingClientRect()]);
    const lines = seat.querySelectorAll("tspan");
    if (lines.length > 0) boxes.push([seat.textContent.trim(), inked(lines)]);
  }
  const middle = document.querySelectorAll(".middle tspan, .middle .remark");
  for (const line of middle) if (line.matches("tspan") || !line.querySelector("tspan")) boxes.push([`“${line.textContent}” in the middle`, inked([line])]);
  const clock = document.querySelector(".clock .whole")?.getBoundingClientRect();
  const far = ({ left, right, top, bottom }) => Math.max(...[[left, top], [right, top], [left, bottom], [right, bottom]]
    .map(([x, y]) => Math.hypot(x - clock.x - clock.width / 2, y - clock.y - clock.height / 2)));
  const onClock = [...middle].filter((line) => clock && far(inked([line])) > clock.width / 2).map((line) => `${line.textContent} on the clock`);
  function inked(lines) { // the letters without the air above and below them
    const all = [...lines].map((line) => {
      const range = document.createRange();
      range.selectNodeContents(line);
      const { left, right, top, bottom, height } = range.getBoundingClientRect();
      return { left, right, top: top + height * .22, bottom: bottom - height * .2 };
    });
    const of = (pick, edge) => Math[pick](...all.map((box) => box[edge]));
    return { left: of("min", "left"), right: of("max", "right"), top: of("min", "top"), bottom: of("max", "bottom") };
  }
  const over = ([, a], [, b]) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  const named = (pair) => pair.some(([name]) => name !== "seat");
  const room = document.querySelector(".kring").getBoundingClientRect();
  const out = boxes.filter(([, box]) => box.left < room.left - 2 || box.right > room.right + 2
    || box.top < room.top - 2 || box.bottom > room.bottom + 2).map(([name]) => `${name} sticks out`);
  return boxes.flatMap((one, at) => boxes.slice(at + 1).map((other) => [one, other]))
    .filter(([one, other]) => named([one, other]) && over(one, other))
    .map(([one, other]) => `${one[0]} over ${other[0]}`).concat(out, onClock);
}"""

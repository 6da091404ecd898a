// @ts-check
/** On a narrow screen the bracket closes up towards the round in view: each round is half as high as the last. */

const NARROW = matchMedia("(max-width: 820px)");
const STILL = matchMedia("(prefers-reduced-motion: reduce)");
const CONTINUOUS = 32; // matches in the first round: of more, the bracket closes up once the scrolling ends

/** @type {WeakMap<Element, () => void>} What closes a section up, once it is wired. */
const wired = new WeakMap();
let painted = false;

/** At the first paint, and whenever a bracket was drawn anew: each section is wired once, and goes with its element. */
export function phone() {
  for (const section of document.querySelectorAll(".sec"))
    if (!wired.has(section)) wire(/** @type {HTMLElement} */ (section), !painted);
  if (!painted) NARROW.addEventListener("change", closeAll);
  painted = true;
}

function closeAll() {
  for (const section of document.querySelectorAll(".sec")) wired.get(section)?.();
}

/**
 * @param {HTMLElement} section
 * @param {boolean} jump Whether to begin at the round that is being played.
 */
function wire(section, jump) {
  const scroller = /** @type {HTMLElement | null} */ (section.querySelector(".scroller"));
  const buttons = /** @type {HTMLButtonElement[]} */ ([...section.querySelectorAll(".roundnav button")]);
  const rounds = /** @type {HTMLElement[]} */ ([...section.querySelectorAll(".round")]);
  if (!scroller || rounds.length < 2) return;
  const step = () => rounds[1].offsetLeft - rounds[0].offsetLeft;
  const sizes = rounds.map((round) => round.querySelector("ol")?.childElementCount ?? 1);
  const close = () => {
    const round = Math.max(0, scroller.scrollLeft / step());
    compact(section, scroller, round, squeeze(sizes, round), buttons);
  };
  const many = (rounds[0].querySelector("ol")?.childElementCount ?? 0) > CONTINUOUS;
  let frame = 0;
  scroller.addEventListener(
    many && "onscrollend" in window ? "scrollend" : "scroll",
    () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(close);
    },
    { passive: true },
  );
  wired.set(section, close);
  buttons.forEach((button, index) =>
    button.addEventListener("click", () =>
      scroller.scrollTo({ left: index * step(), behavior: STILL.matches ? "auto" : "smooth" }),
    ),
  );
  const played = rounds.findIndex((round) => round.querySelector("[data-s=live], [data-s=reported], [data-s=ready]"));
  if (jump && NARROW.matches && played > 0 && !scroller.scrollLeft) scroller.scrollLeft = played * step();
  close();
}

/**
 * What the round in view needs of the height of the first one: half with each round, or as much where a round of a
 * lower bracket has as many matches as the one before.
 * @param {number[]} sizes
 * @param {number} round
 */
function squeeze(sizes, round) {
  const at = Math.min(sizes.length - 1, Math.floor(round));
  const next = Math.min(sizes.length - 1, at + 1);
  return (sizes[at] / sizes[0]) * (sizes[next] / sizes[at]) ** (round - at);
}

/**
 * @param {HTMLElement} section
 * @param {HTMLElement} scroller
 * @param {number} round The round in view, and how far on towards the next.
 * @param {number} squeezed How high the bracket then is, of what its first round needs.
 * @param {HTMLButtonElement[]} buttons
 */
function compact(section, scroller, round, squeezed, buttons) {
  const before = scroller.getBoundingClientRect();
  const middle = (innerHeight / 2 - before.top) / before.height;
  section.style.setProperty("--squeeze", NARROW.matches ? String(squeezed) : "1");
  const now = scroller.getBoundingClientRect();
  const inside = middle > 0 && middle < 1 && before.height > innerHeight;
  if (inside && now.height !== before.height) scrollBy(0, now.top + middle * now.height - innerHeight / 2);
  const near = Math.min(buttons.length - 1, Math.round(round));
  buttons.forEach((button, index) => {
    if (index === near && button.getAttribute("aria-current") !== "true")
      button.parentElement?.scrollTo({ left: button.offsetLeft - 60 });
    button.setAttribute("aria-current", String(index === near));
  });
}

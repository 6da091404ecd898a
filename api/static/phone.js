// @ts-check
/** On a narrow screen the bracket closes up towards the round in view: each round is half as high as the last. */

const NARROW = matchMedia("(max-width: 820px)");
const STILL = matchMedia("(prefers-reduced-motion: reduce)");
const CONTINUOUS = 32; // matches in the first round: of more, the bracket closes up once the scrolling ends

export function phone() {
  for (const section of document.querySelectorAll(".sec")) wire(/** @type {HTMLElement} */ (section));
}

/** @param {HTMLElement} section */
function wire(section) {
  const scroller = /** @type {HTMLElement | null} */ (section.querySelector(".scroller"));
  const buttons = /** @type {HTMLButtonElement[]} */ ([...section.querySelectorAll(".roundnav button")]);
  const rounds = /** @type {HTMLElement[]} */ ([...section.querySelectorAll(".round")]);
  if (!scroller || rounds.length < 2) return;
  const step = () => rounds[1].offsetLeft - rounds[0].offsetLeft;
  const close = () => compact(section, scroller, Math.max(0, scroller.scrollLeft / step()), buttons);
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
  NARROW.addEventListener("change", close);
  buttons.forEach((button, index) =>
    button.addEventListener("click", () =>
      scroller.scrollTo({ left: index * step(), behavior: STILL.matches ? "auto" : "smooth" }),
    ),
  );
  const played = rounds.findIndex((round) => round.querySelector("[data-s=live], [data-s=reported], [data-s=ready]"));
  if (NARROW.matches && played > 0 && !scroller.scrollLeft) scroller.scrollLeft = played * step();
  close();
}

/**
 * @param {HTMLElement} section
 * @param {HTMLElement} scroller
 * @param {number} round The round in view, and how far on towards the next.
 * @param {HTMLButtonElement[]} buttons
 */
function compact(section, scroller, round, buttons) {
  const before = scroller.getBoundingClientRect();
  const middle = (innerHeight / 2 - before.top) / before.height;
  section.style.setProperty("--squeeze", NARROW.matches ? String(2 ** -round) : "1");
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

// @ts-check
/** Elements of the page replaced by their id; focus and scrolling stay where they were. */

/**
 * @param {string} html Elements with ids; a line that is not on the page yet goes on top of the feed.
 * @param {boolean} flash Whether cards that change should catch the eye.
 * @returns {Element[]} Those that are new on the page.
 */
export function swap(html, flash) {
  const made = document.createElement("template");
  made.innerHTML = html;
  return [...made.content.children].filter((element) => {
    const old = document.getElementById(element.id);
    if (!old) return add(element);
    if (old.isEqualNode(element)) return false;
    replace(old, element);
    if (flash && element.matches(".m")) element.classList.add("changed");
    return true;
  });
}

/**
 * @param {Element} line
 * @returns {boolean} Whether the page has a feed.
 */
function add(line) {
  const feed = document.getElementById("feed");
  if (!feed || !line.matches("li")) return false;
  feed.prepend(line);
  if (feed.childElementCount > Number(feed.dataset.most)) feed.lastElementChild?.remove();
  return true;
}

/**
 * @param {Element} old
 * @param {Element} element
 */
function replace(old, element) {
  const focus = old.contains(document.activeElement) ? document.activeElement : null;
  const places = scrollers(old).map((scroller) => scroller.scrollLeft);
  const shapes = sections(old).map((section) => section.style.cssText);
  sections(element).forEach((section, index) => (section.style.cssText = shapes[index] ?? ""));
  for (const opened of old.querySelectorAll("details[id][open]"))
    element.querySelector(`#${CSS.escape(opened.id)}`)?.setAttribute("open", "");
  old.replaceWith(element);
  scrollers(element).forEach((scroller, index) => (scroller.scrollLeft = places[index] ?? 0));
  if (focus) same(element, focus)?.focus({ preventScroll: true });
}

/**
 * What scrolls sideways in an element, itself or within.
 * @param {Element} element
 */
function scrollers(element) {
  return [element, ...element.querySelectorAll(".scroller, .box")].filter((each) => each.matches(".nowrow, .scroller, .box"));
}

/**
 * The parts of a bracket, of which a narrow screen closes each up as far as it needs.
 * @param {Element} element
 */
function sections(element) {
  return /** @type {HTMLElement[]} */ ([...element.querySelectorAll(".sec")]);
}

/**
 * What had the focus, in the element that took its place: the same link or button, or else the first.
 * @param {Element} element
 * @param {Element} focus
 * @returns {HTMLElement | null}
 */
function same(element, focus) {
  const all = /** @type {HTMLElement[]} */ ([element, ...element.querySelectorAll("a, button, select, summary, [tabindex]")]);
  const href = focus.getAttribute("href");
  const like = all.filter((each) => each.tagName === focus.tagName && each.getAttribute("href") === href);
  return like.find((each) => each.textContent === focus.textContent) ?? like[0] ?? all[1] ?? null;
}

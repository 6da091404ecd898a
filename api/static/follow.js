// @ts-check
/** One player's way through the bracket, while the pointer or the focus is on them, or once they are picked. */

/** @param {Element | null} element */
const seed = (element) => element?.closest?.("[data-p]")?.getAttribute("data-p") ?? null;

/** @type {string | null} */
let looked = null;

/** @type {HTMLSelectElement | null} The control that knows who was picked. */
let known = null;

const control = () => /** @type {HTMLSelectElement | null} */ (document.querySelector("#follow select"));

export function follow() {
  document.addEventListener("pointerover", (event) => look(seed(/** @type {Element} */ (event.target))));
  document.addEventListener("focusin", (event) => {
    const winner = /** @type {Element} */ (event.target).querySelector?.(":scope > .p.w");
    look(seed(winner ?? null));
  });
  document.addEventListener("change", (event) => {
    if (event.target === control()) pick(/** @type {HTMLSelectElement} */ (event.target).value);
  });
}

/** @param {string | null} next */
function look(next) {
  if (next === looked) return;
  looked = next;
  mark();
}

/** @param {string} name */
function pick(name) {
  const url = new URL(location.href);
  if (name) url.searchParams.set("follow", name);
  else url.searchParams.delete("follow");
  history.replaceState(null, "", url);
  tell(name);
  /** @type {HTMLDetailsElement} */ (document.querySelector("#follow details")).open = false;
  mark();
}

/** After a swap: a control that was drawn anew learns from the address who was picked. */
export function drawn() {
  const select = control();
  if (select && select !== known) {
    const name = new URL(location.href).searchParams.get("follow")?.toLowerCase();
    const picked = [...select.options].find((option) => option.value && option.value.toLowerCase() === name);
    select.value = picked?.value ?? "";
    tell(select.value);
  }
  known = select;
  mark();
}

/** @param {string} name */
function tell(name) {
  const summary = /** @type {HTMLElement} */ (document.querySelector("#follow summary"));
  summary.textContent = name ? `Following ${name}` : "Follow a player";
}

/** Whoever is looked at, or else whoever was picked. */
function mark() {
  const index = control()?.selectedIndex ?? 0;
  const wanted = looked ?? (index > 0 ? String(index) : null);
  for (const each of document.querySelectorAll("[data-p].follow")) each.classList.remove("follow");
  if (wanted) for (const each of document.querySelectorAll(`[data-p="${wanted}"]`)) each.classList.add("follow");
}

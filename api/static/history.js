// @ts-check
/** The time machine: any moment of the tournament, fetched as what differs from the one that is shown. */

import { reload } from "./stream.js";
import { swap } from "./swap.js";

const PACE = 70; // ms between two requests: the server lets an address look back 20 times a second
const AGAIN = 1000; // ms until what could not be had is asked for again
const PATIENCE = 10_000; // ms until an answer counts as not coming
const ADDRESS = 400; // ms between two changes of the address: Safari throws at more than a hundred in 30 s
const GONE = Symbol("not to be had, however often one asks");
const STEP = 700; // ms between two events of a replay

/** @param {string} id */
const named = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
/** @param {number} ms */
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

export class History {
  /** @param {(changed: Element[]) => void} swapped */
  constructor(swapped) {
    const page = document.body.dataset;
    this.tournament = String(page.tournament);
    this.edition = String(page.edition);
    this.head = Number(page.head);
    this.shown = this.wanted = Number(page.at);
    this.live = page.mode === "live";
    this.moving = false;
    this.fresh = 0;
    this.playing = 0;
    this.addressed = -ADDRESS;
    this.addressing = 0;
    this.swapped = swapped;
    this.slider = /** @type {HTMLInputElement} */ (named("tm"));
    this.wire();
  }

  wire() {
    named("go").hidden = true;
    named("play").hidden = false;
    const large = document.querySelector(".bracket.large");
    this.slider.addEventListener(large ? "change" : "input", () => this.go(Number(this.slider.value)));
    named("play").addEventListener("click", () => this.play());
    document.addEventListener("click", (click) => this.click(click));
  }

  /** @param {MouseEvent} click */
  click(click) {
    const link = /** @type {HTMLElement | null} */ (
      /** @type {Element} */ (click.target).closest("a[data-step], a[data-at], #golive")
    );
    if (!link || click.metaKey || click.ctrlKey || click.shiftKey || click.button) return;
    click.preventDefault();
    this.stop();
    if (link.id === "golive") this.go(this.head);
    else this.go(link.dataset.at ? Number(link.dataset.at) : this.wanted + Number(link.dataset.step));
  }

  /** @param {number} event */
  go(event) {
    const target = Math.max(1, Math.min(this.head, event));
    this.live = target === this.head;
    if (this.live) this.fresh = 0;
    this.frame(target);
    const shown = this.show(target, false);
    this.address();
    return shown;
  }

  /** The address follows at once, or a moment later to where one is by then. */
  address() {
    if (this.addressing) return;
    const wait = this.addressed + ADDRESS - performance.now();
    if (wait > 0) this.addressing = setTimeout(() => this.putAddress(), wait);
    else this.putAddress();
  }

  putAddress() {
    this.addressing = 0;
    this.addressed = performance.now();
    const url = new URL(location.href);
    if (this.live) url.searchParams.delete("at");
    else url.searchParams.set("at", String(this.wanted));
    history.replaceState(null, "", url);
  }

  play() {
    if (this.playing) return this.stop();
    if (this.wanted === this.head) this.go(1);
    named("play").setAttribute("aria-pressed", "true");
    this.playing = setInterval(() => {
      if (!this.moving) this.go(this.wanted + 1);
      if (this.wanted >= this.head) this.stop();
    }, STEP);
  }

  stop() {
    clearInterval(this.playing);
    this.playing = 0;
    named("play").setAttribute("aria-pressed", "false");
  }

  /**
   * Something happened. Who looks at the past stays there.
   * @param {{id: number, prev: number, html?: string | null}} event
   * @param {number} wait How long, in ms, until what is not told with the event is fetched.
   */
  happened(event, wait = 0) {
    const before = this.head;
    this.head = Math.max(before, event.id);
    if (!this.live) {
      // A reset stands for all it leaps over.
      this.fresh += event.prev === event.id ? this.head - before : 1;
      return this.frame(this.wanted);
    }
    const follows = !this.moving && event.html != null && event.prev <= this.shown;
    if (follows) {
      this.swapped(swap(String(event.html), true));
      this.shown = this.wanted = event.id;
      this.frame(event.id);
    } else this.show(event.id, true, wait);
  }

  /**
   * Moves there; of moves asked for meanwhile, to the last alone.
   * @param {number} event
   * @param {boolean} flash
   * @param {number} wait
   */
  async show(event, flash, wait = 0) {
    this.wanted = event;
    if (this.moving) return;
    this.moving = true;
    try {
      if (wait) await pause(wait);
      while (this.shown !== this.wanted) {
        const target = this.wanted;
        const html = await this.fetched(target);
        if (html === GONE) this.giveUp(target);
        else if (html !== null) {
          this.swapped(swap(html, flash));
          this.shown = target;
          this.frame(this.wanted);
        }
        await pause(html === null ? AGAIN : PACE);
      }
    } finally {
      this.moving = false;
    }
  }

  /**
   * Stays at what is shown; a page that cannot follow any more asks what there is for it now.
   * @param {number} event
   */
  giveUp(event) {
    this.stop();
    if (this.live) reload();
    if (this.wanted !== event) return;
    this.wanted = this.shown;
    this.frame(this.shown);
    this.address();
  }

  /**
   * What differs between the event and the one that is shown; null where it is to be asked for again.
   * @param {number} event
   * @returns {Promise<string | null | typeof GONE>}
   */
  async fetched(event) {
    const address = `/t/${this.tournament}/at/${event}?from=${this.shown}&v=${this.edition}`;
    try {
      const answer = await fetch(address, { signal: AbortSignal.timeout(PATIENCE) });
      if (answer.ok) return (await answer.json()).html;
      return answer.status < 500 && answer.status !== 429 ? GONE : null;
    } catch {
      return null;
    }
  }

  /**
   * What surrounds the page: where one is, and what is new.
   * @param {number} event
   */
  frame(event) {
    document.body.dataset.mode = this.live ? "live" : "past";
    named("past").hidden = this.live;
    named("new").textContent = this.fresh ? ` · ${this.fresh} new` : "";
    this.slider.max = String(this.head);
    this.slider.value = String(event);
    this.slider.setAttribute("aria-valuetext", `Event ${event} of ${this.head}: ${named("out").textContent ?? ""}`);
    named("ticks").setAttribute("viewBox", `1 0 ${Math.max(1, this.head - 1)} 1`);
  }
}

/**
 * Marks along the history what a new line of the feed tells.
 * @param {Element[]} changed
 */
export function mark(changed) {
  for (const line of changed) {
    const kind = line.getAttribute("data-mark");
    const path = kind && document.querySelector(`#ticks .k-${kind}`);
    const tick = `M${line.id.slice(1)} 0v1`;
    if (path && !path.getAttribute("d")?.includes(tick)) path.setAttribute("d", path.getAttribute("d") + tick);
  }
}

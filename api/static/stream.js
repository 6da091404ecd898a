// @ts-check
/** The stream `palio.v1` of one tournament: it goes on after the last event it saw, whatever comes between. */

/**
 * @typedef {{type: string, id: number, prev: number, html?: string | null, say?: string | null}} Event
 * @typedef {{
 *   event: (event: Event) => void,
 *   reset: (id: number, wait: number) => void,
 *   watching: (viewers: number) => void,
 *   state: (connected: boolean) => void,
 * }} Told
 */

const SHORTEST = 500;
const LONGEST = 30_000;
const QUIET = 25_000; // ms without a word after which the server is asked whether it is there
const PATIENCE = 10_000; // ms until an answer counts as not coming
const SPREAD = 5_000; // ms over which all pages load anew
const FETCHING = 2_500; // ms over which a crowd fetches what it missed
const EACH = 5; // ms of them for each who watches: a few need not wait
const NOT_AS_ONESELF = new Set([4003, 4403]);
const NOT_AT_ALL = 4404;
const BEGIN_AGAIN = 4011;
const AT_ONCE = new Set([4002, 4010]);

export class Stream {
  /**
   * @param {string} tournament
   * @param {number} last The event whose state is known.
   * @param {boolean} signedIn Whether there is a ticket to be had.
   * @param {Told} told
   */
  constructor(tournament, last, signedIn, told) {
    this.tournament = tournament;
    this.last = last;
    this.signedIn = signedIn;
    this.told = told;
    this.wait = SHORTEST;
    this.heard = true;
    this.viewers = 0;
    /** @type {string | null} */
    this.epoch = null;
    /** @type {WebSocket | null} */
    this.socket = null;
    setInterval(() => this.ask(), QUIET);
    addEventListener("online", () => this.ask());
  }

  async open() {
    let ticket = null;
    try {
      if (this.signedIn) ticket = await this.ticket();
    } catch {
      return this.closed(1006, ""); // a visitor would be told that there is nothing, where it is private
    }
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const asked = new URLSearchParams({ since: String(this.last), html: "1", ...(ticket && { ticket }) });
    if (this.epoch) asked.set("epoch", this.epoch);
    const socket = new WebSocket(`${scheme}://${location.host}/ws/tournament/${this.tournament}/?${asked}`, "palio.v1");
    this.socket = socket;
    this.heard = true;
    socket.onmessage = (message) => {
      this.heard = true;
      this.take(JSON.parse(message.data));
    };
    socket.onclose = (closed) => this.closed(closed.code, closed.reason);
  }

  /** A connection may be gone without anyone having said so: after a tunnel, or a night with the lid closed. */
  ask() {
    const socket = this.socket;
    if (!socket || socket.readyState > WebSocket.OPEN) return;
    if (!this.heard) {
      this.hangUp();
      return this.closed(1006, "");
    }
    this.heard = false; // also while it opens: that may take for ever
    if (socket.readyState === WebSocket.OPEN) socket.send('{"type":"ping"}');
  }

  /** No more is heard of the socket, however long its end takes. */
  hangUp() {
    if (!this.socket) return;
    this.socket.onmessage = this.socket.onclose = null;
    this.socket.close();
    this.socket = null;
  }

  /**
   * What one connects with as oneself; null where one is signed in no more. Throws where that cannot be told now.
   * @returns {Promise<string | null>}
   */
  async ticket() {
    const answer = await fetch("/stream-ticket", { method: "POST", signal: AbortSignal.timeout(PATIENCE) });
    if (answer.status === 401) this.signedIn = false;
    else if (!answer.ok) throw new Error(`No ticket: ${answer.status}`);
    return this.signedIn ? (await answer.json()).ticket : null;
  }

  /** @param {any} message */
  take(message) {
    if (message.type === "welcome") this.welcome(message);
    else if (message.type === "events") message.events.forEach((/** @type {Event} */ event) => this.take(event));
    else if (message.type === "viewers") this.told.watching((this.viewers = message.n));
    else if (message.type === "bookmark") this.last = Math.max(this.last, message.id);
    else if (message.type === "reset") this.told.reset((this.last = message.id), this.spread());
    else if (message.prev !== undefined && message.id > this.last) {
      this.last = message.id;
      this.told.event(message);
    }
  }

  /** @param {{epoch: string, head: number, viewers: number}} welcome */
  welcome(welcome) {
    if ((this.epoch ?? welcome.epoch) !== welcome.epoch) {
      this.hangUp();
      return this.closed(BEGIN_AGAIN, "");
    }
    this.epoch = welcome.epoch;
    this.wait = SHORTEST;
    this.told.state(true);
    this.told.watching(welcome.viewers);
    this.viewers = Math.max(this.viewers, welcome.viewers); // of a crowd that comes back, the first is not alone
  }

  /** After a restart everyone misses the same at once: how long this page waits until it fetches it. */
  spread() {
    return Math.random() * Math.min(FETCHING, this.viewers * EACH);
  }

  /**
   * @param {number} code
   * @param {string} reason
   */
  closed(code, reason) {
    this.socket = null;
    this.told.state(false);
    if (code === BEGIN_AGAIN) return reload();
    // Whose session has ended learns it when asking for the next ticket, and comes back as a visitor.
    if (code === NOT_AT_ALL || (NOT_AS_ONESELF.has(code) && !this.signedIn)) return;
    this.wait = Math.min(LONGEST, this.wait * 2);
    const wait = AT_ONCE.has(code) ? SHORTEST : Math.max(asks(reason), this.wait);
    setTimeout(() => this.open(), wait * (0.7 + Math.random() * 0.6));
  }
}

/** Loads the page anew, at another moment than everyone else who has to. */
export function reload() {
  setTimeout(() => location.reload(), Math.random() * SPREAD);
}

/**
 * How long the server asks to wait, in milliseconds.
 * @param {string} reason
 */
function asks(reason) {
  try {
    return Number(JSON.parse(reason).retry_ms) || 0;
  } catch {
    return 0;
  }
}

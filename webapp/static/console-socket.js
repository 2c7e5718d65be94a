/**
 * The console's WebSockets. The first one of a visit needs nothing but the visit's name: this module is loaded by itself, before the style sheets and without
 * waiting for anything, and opens it while the browser still reads the page. What comes before the picture's program is ready is kept for it.
 */

/** noVNC can answer in one way only what the portal would ask piece by piece: that saves three round trips. */
const AT_ONCE = 'handshake=at-once';

export class Socket {
  #socket;
  #early = [];
  #opened = false;
  #closed = null;

  /** @param path on this very host: a host of a page's own URL would be somebody else's */
  constructor(path) {
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    this.#socket = new WebSocket(`${scheme}://${location.host}/${path}&${AT_ONCE}`);
    this.#socket.binaryType = 'arraybuffer';
    this.#socket.onmessage = ({ data }) => this.#early.push(data);
    this.#socket.addEventListener('open', () => { this.#opened = true; });
    this.#socket.addEventListener('close', (event) => { this.#closed = event; });
  }

  /** Why it closed: the close code as text, or `refused` when it never opened; null before. */
  get code() {
    if (this.#closed === null) return null;
    return this.#opened ? String(this.#closed.code) : 'refused';
  }

  /** What the portal said beside the code. */
  get lastWords() {
    return this.#closed?.reason ?? '';
  }

  /** @returns the WebSocket itself, for whoever listens from now on */
  get channel() {
    return this.#socket;
  }

  /** To whoever listens by now: what came before. */
  tellEarly() {
    for (const data of this.#early.splice(0)) this.#socket.dispatchEvent(new MessageEvent('message', { data }));
  }
}

const path = document.querySelector('meta[name=visit]')?.content;

/** The first one of a visit that begins; null on other pages. */
export const begun = path ? new Socket(path) : null;

/**
 * A recording as it comes from the portal: FBS 001.001, that is a line with the version, then blocks of length, bytes, padding to a
 * multiple of four, and milliseconds since the beginning.
 *
 * Events: `grown` (more blocks are there), `ended` (all that there is is there), `failed` (detail: the status, 0 without an answer).
 */

const VERSION = 'FBS 001.001\n';
const HEAD = 4; // bytes of the length, and of the time behind the bytes
const BUCKETS = 600;

export class ReplayStream extends EventTarget {
  /** When each block came, in ms, and its bytes. */
  times = [];
  blocks = [];
  ended = false;
  #rest = new Uint8Array(0);
  #begun = false;

  /** Milliseconds from the beginning to the last block so far. */
  get length() {
    return this.times.at(-1) ?? 0;
  }

  async load(address) {
    try {
      const answer = await fetch(address, { redirect: 'manual', cache: 'no-store' });
      if (!answer.ok) return this.#tell('failed', answer.status);
      const reader = answer.body.getReader();
      for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
        this.#take(piece.value);
        this.#tell('grown');
      }
      this.ended = true;
      this.#tell('ended');
    } catch {
      this.#tell('failed', 0);
    }
  }

  /** How much moved on the screen in each part of the time, from 0 to 1. */
  activity() {
    const sums = new Array(BUCKETS).fill(0);
    this.times.forEach((time, index) => {
      sums[Math.min(BUCKETS - 1, Math.floor(time * BUCKETS / (this.length + 1)))] += this.blocks[index].length;
    });
    const most = Math.log1p(Math.max(1, ...sums));
    return sums.map((sum) => Math.log1p(sum) / most);
  }

  /** A block that is cut off at the end of a recording that broke off is not played. */
  #take(piece) {
    let all = piece;
    if (this.#rest.length > 0) {
      all = new Uint8Array(this.#rest.length + piece.length);
      all.set(this.#rest);
      all.set(piece, this.#rest.length);
    }
    const view = new DataView(all.buffer, all.byteOffset, all.length);
    let at = 0;
    if (!this.#begun && all.length >= VERSION.length) {
      if (new TextDecoder().decode(all.subarray(0, VERSION.length)) !== VERSION) throw new Error('not FBS 001.001');
      this.#begun = true;
      at = VERSION.length;
    }
    while (this.#begun && all.length - at >= HEAD) {
      const size = view.getUint32(at);
      const end = at + HEAD + Math.ceil(size / 4) * 4;
      if (all.length < end + HEAD) break;
      this.blocks.push(all.subarray(at + HEAD, at + HEAD + size));
      this.times.push(view.getUint32(end));
      at = end + HEAD;
    }
    this.#rest = all.subarray(at);
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

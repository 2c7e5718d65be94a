/**
 * A recording as it comes from the portal: FBS 001.001, that is a line with the version, then blocks of length, bytes, padding to a
 * multiple of four, and milliseconds since the beginning.
 *
 * Events: `grown` (more blocks are there), `ended` (all that there is is there), `failed` (detail: the status, 0 without an answer).
 */

const VERSION = 'FBS 001.001\n';
const HEAD = 4; // bytes of the length, and of the time behind the bytes
const BUCKETS = 600;
const FAR = 512 * 1024; // bytes that are read in a moment
const HANDSHAKE = 3; // blocks, each of which noVNC must get alone: it reads no further than its connection's being made

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

  /** What noVNC is to get at once, from the block `first` on, up to this time and about this size. @return the bytes, and the block that is next then */
  piece(first, limit, most) {
    const some = [];
    let size = 0;
    let next = first;
    do {
      size += this.blocks[next].length;
      some.push(this.blocks[next++]);
    } while (next > HANDSHAKE && next < this.times.length && this.times[next] <= limit && size + this.blocks[next].length <= most);
    return { bytes: some.length === 1 ? some[0] : joined(some, size), next };
  }

  /** Whether more than a moment's work lies between this block and that time. */
  isFar(first, time) {
    let size = 0;
    for (let at = first; at < this.times.length && this.times[at] <= time; at++) {
      size += this.blocks[at].length;
      if (size > FAR) return true;
    }
    return false;
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

function joined(pieces, size) {
  const all = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

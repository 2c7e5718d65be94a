/**
 * All that noVNC knows at one moment of a recording, from which it can go on: the picture, the streams that it inflates with what they remember, and what it has read of a
 * message that is not whole yet. It reaches into noVNC (1.7), which has no word for this.
 */

/** Space for what is under way within one call; it holds nothing between two. */
const SCRATCH = new Set(['output', '_scratchBuffer', '_pixelBuffer', '_tileBuffer']);

export class ReplayMoment {
  /** The first block that is not in it. */
  next;
  /** The rows of the picture, in bands that other moments may share. */
  bands;
  #width;
  #height;
  #decoders;
  #update;
  #rest;
  #cursor;

  /** @param rfb which draws on a {@link ReplayDisplay}, and has drawn all that it read */
  constructor(rfb, next) {
    this.next = next;
    this.bands = rfb._display.keep();
    this.#width = rfb._fbWidth;
    this.#height = rfb._fbHeight;
    this.#decoders = copyOf(rfb._decoders);
    this.#update = { ...rfb._FBU };
    this.#rest = rfb._sock.rQpeekBytes(rfb._sock.rQlen());
    this.#cursor = rfb._cursorImage;
  }

  /** @param rfb connected, with nothing left to draw; it is at this moment then */
  into(rfb) {
    const display = rfb._display;
    rfb._resize(this.#width, this.#height);
    display._targetCtx.clearRect(0, 0, this.#width, this.#height);
    let row = 0;
    for (const band of this.bands) {
      const rows = band.length / this.#width;
      display.blitImage(0, row, this.#width, rows, new Uint8Array(band.buffer), 0);
      row += rows;
    }
    display.flip();
    rfb._decoders = copyOf(this.#decoders);
    rfb._FBU = { ...this.#update };
    rfb._sock._rQi = rfb._sock._rQlen = 0;
    if (this.#rest.length > 0) rfb._sock._recvMessage({ data: this.#rest });
    rfb._cursorImage = this.#cursor;
    rfb._refreshCursor();
  }
}

/** As deep as it goes; what stands in it twice stands twice in the copy, too. */
function copyOf(thing, known = new Map()) {
  if (thing === null || typeof thing !== 'object') return thing;
  if (known.has(thing)) return known.get(thing);
  if (ArrayBuffer.isView(thing)) {
    const copy = thing.slice();
    known.set(thing, copy);
    return copy;
  }
  const copy = Array.isArray(thing) ? [] : Object.create(Object.getPrototypeOf(thing));
  known.set(thing, copy);
  for (const [name, value] of Object.entries(thing)) {
    if (name === 'input') copy[name] = null;
    else copy[name] = SCRATCH.has(name) ? value : copyOf(value, known);
  }
  return copy;
}

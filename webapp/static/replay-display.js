/**
 * A screen in memory that noVNC's decoder draws on as on its own, only several times as fast: no canvas has to take each rectangle. It knows which rows changed, so
 * that what is kept of it shares the rows that did not.
 */

const PIXEL = 4; // bytes: red, green, blue, alpha
const BAND = 32; // rows that are kept together
const NARROW = 24; // pixels up to which a loop is faster than a view

export class ReplayDisplay {
  width = 0;
  height = 0;
  /** Pixels drawn so far: the measure of its work. */
  drawn = 0;
  /** A video cannot be joined in its middle: nothing of a recording with one is kept. */
  video = false;
  scale = 1;
  clipViewport = false;
  #pixels = new Uint32Array(0);
  #changed = [];
  #kept = [];
  #queue = [];
  #work = null;

  // ---- what noVNC calls

  resize(width, height) {
    const old = { pixels: this.#pixels, width: this.width, height: this.height };
    this.#pixels = new Uint32Array(width * height);
    this.width = width;
    this.height = height;
    this.#kept = [];
    this.#changed = new Array(Math.ceil(height / BAND)).fill(true);
    this.#put(0, 0, old.width, old.height, old.pixels);
  }

  fillRect(x, y, width, height, color) {
    const pixel = new Uint32Array(Uint8Array.of(color[0], color[1], color[2], 255).buffer)[0];
    this.#inOrder(() => {
      const right = Math.min(x + width, this.width);
      for (let row = y; row < Math.min(y + height, this.height); row++) this.#pixels.fill(pixel, row * this.width + x, row * this.width + right);
      this.#touch(y, width, height);
    });
  }

  copyImage(fromX, fromY, x, y, width, height) {
    this.#inOrder(() => {
      const wide = Math.min(width, this.width - Math.max(fromX, x));
      const high = Math.min(height, this.height - Math.max(fromY, y));
      for (let i = 0; i < high; i++) {
        const row = fromY < y ? high - 1 - i : i; // what is still to be read is not overwritten
        const from = (fromY + row) * this.width + fromX;
        this.#pixels.copyWithin((y + row) * this.width + x, from, from + wide);
      }
      this.#touch(y, width, height);
    });
  }

  blitImage(x, y, width, height, bytes, offset) {
    const at = bytes.byteOffset + offset;
    const waits = this.#queue.length > 0 || at % PIXEL !== 0;
    const buffer = waits ? bytes.buffer.slice(at, at + width * height * PIXEL) : bytes.buffer;
    const pixels = new Uint32Array(buffer, waits ? 0 : at, width * height);
    this.#inOrder(() => {
      this.#put(x, y, width, height, pixels);
      this.#touch(y, width, height);
    });
  }

  /** The browser's own decoder reads it meanwhile; what comes after waits for it. */
  imageRect(x, y, width, height, type, bytes) {
    if (width === 0 || height === 0) return;
    const image = createImageBitmap(new Blob([bytes], { type })).then((read) => {
      const pen = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
      pen.drawImage(read, 0, 0, width, height);
      read.close();
      return new Uint32Array(pen.getImageData(0, 0, width, height).data.buffer);
    });
    this.#queue.push(async () => {
      this.#put(x, y, width, height, await image);
      this.#touch(y, width, height);
    });
    this.#work ??= this.#drain();
  }

  videoFrame() {
    this.video = true;
  }

  pending() {
    return this.#queue.length > 0;
  }

  async flush() {
    await this.#work;
  }

  flip() {}

  autoscale() {}

  viewportChangeSize() {}

  viewportChangePos() {}

  // ---- what is kept

  /** @return the rows as they are, in bands that nobody changes any more */
  keep() {
    const size = BAND * this.width;
    this.#kept = this.#changed.map((changed, band) => (changed ? this.#pixels.slice(band * size, (band + 1) * size) : this.#kept[band]));
    this.#changed.fill(false);
    return this.#kept;
  }

  // ---- within

  #inOrder(step) {
    if (this.#queue.length > 0) this.#queue.push(step);
    else step();
  }

  async #drain() {
    while (this.#queue.length > 0) {
      await this.#queue[0]();
      this.#queue.shift();
    }
    this.#work = null;
  }

  #put(x, y, width, height, pixels) {
    const wide = Math.min(width, this.width - x);
    const high = Math.min(height, this.height - y);
    for (let row = 0; row < high; row++) {
      const from = row * width;
      const to = (y + row) * this.width + x;
      if (wide > NARROW) this.#pixels.set(pixels.subarray(from, from + wide), to);
      else for (let i = 0; i < wide; i++) this.#pixels[to + i] = pixels[from + i];
    }
  }

  #touch(y, width, height) {
    this.drawn += width * height;
    for (let band = Math.floor(y / BAND); band * BAND < y + height && band < this.#changed.length; band++) this.#changed[band] = true;
  }
}

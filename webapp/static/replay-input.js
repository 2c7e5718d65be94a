/**
 * When somebody typed, by what the browser sent (RFC 6143, 7.5, and of rfbproto what noVNC sends). The messages are only measured: which keys they were is
 * in the file, and not on the page.
 */

const FIXED = { 0: 20, 3: 10, 4: 8, 5: 6, 150: 10, 250: 4 }; // bytes of a message, by its type
const QEMU_KEY = 12;
const PAUSE = 2000; // ms that end a burst
const MOST_BURSTS = 200; // more could not be told apart

/** @param stream read to its end. @return [[from, to]] in ms */
export function keyBursts(stream) {
  const presses = keyPresses(stream);
  let bursts;
  for (let pause = PAUSE; bursts === undefined || bursts.length > MOST_BURSTS; pause *= 2) {
    bursts = [];
    for (const time of presses) {
      const last = bursts.at(-1);
      if (last !== undefined && time - last[1] <= pause) last[1] = time;
      else bursts.push([time, time]);
    }
  }
  return bursts;
}

function keyPresses({ times, blocks }) {
  const presses = [];
  let rest = new Uint8Array(0);
  for (let block = 0; block < blocks.length; block++) {
    const all = new Uint8Array(rest.length + blocks[block].length);
    all.set(rest);
    all.set(blocks[block], rest.length);
    const view = new DataView(all.buffer);
    let at = 0;
    for (let size = length(view, at); at + size <= all.length; size = length(view, at)) {
      if (isPress(view, at)) presses.push(times[block]);
      at += size;
    }
    rest = all.subarray(at);
  }
  return presses;
}

/** Infinity where that is not known, or not yet. */
function length(view, at) {
  const has = (bytes) => at + bytes <= view.byteLength;
  if (!has(1)) return Infinity;
  const type = view.getUint8(at);
  if (type in FIXED) return FIXED[type];
  if (type === 2 && has(4)) return 4 + 4 * view.getUint16(at + 2);
  if (type === 6 && has(8)) return 8 + Math.abs(view.getInt32(at + 4));
  if (type === 248 && has(9)) return 9 + view.getUint8(at + 8);
  if (type === 251 && has(8)) return 8 + 16 * view.getUint8(at + 6);
  if (type === 255 && has(2) && view.getUint8(at + 1) === 0) return QEMU_KEY;
  return Infinity;
}

function isPress(view, at) {
  const type = view.getUint8(at);
  return type === 4 && view.getUint8(at + 1) !== 0 || type === 255 && view.getUint16(at + 2) !== 0;
}

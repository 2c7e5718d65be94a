/** The menu of the screen: its picture as a file, its size and quality, and how the connection does. */

import { keep, kept } from './browser-memory.js';

/** noVNC's levels, 0 to 9: of JPEG where the VNC server has it, and of compression. */
const QUALITY = { best: [9, 0], balanced: [6, 2], light: [2, 9] };
const STORE = 'picture quality';
const INTERVAL = 1000; // ms

/** @param roundTrip milliseconds that the portal's last answer took; null before the first */
export function wireView(menu, info, screen, vmName, roundTrip, leave) {
  const button = (name) => menu.querySelector(`[data-view=${name}]`);
  const quality = menu.querySelector('#quality');
  quality.value = Object.hasOwn(QUALITY, kept(STORE) ?? '') ? kept(STORE) : 'balanced';
  screen.quality = QUALITY[quality.value];

  quality.addEventListener('change', () => {
    screen.quality = QUALITY[quality.value];
    keep(STORE, quality.value);
  });
  button('picture').addEventListener('click', async () => {
    const picture = await screen.picture();
    if (picture !== null) save(picture, `${vmName().replace(/[^\p{L}\p{N}._-]+/gu, '_')}-${stamp(new Date())}.png`);
    close();
  });
  button('window')?.addEventListener('click', () => {
    if (open(location.href, '_blank', `popup,width=${innerWidth},height=${innerHeight}`) !== null) leave();
    close();
  });
  toggle('look', () => { screen.looks = !screen.looks; return screen.looks; });
  toggle('resize', () => { screen.resizes = !screen.resizes; return screen.resizes; });
  button('info').addEventListener('click', () => showInfo(info.hidden));
  info.querySelector('[data-do=close-info]').addEventListener('click', () => showInfo(false));

  function toggle(name, turn) {
    button(name)?.addEventListener('click', () => {
      button(name).setAttribute('aria-pressed', String(turn()));
      close();
    });
  }

  function close() {
    menu.open = false;
    screen.focus();
  }

  // ---- how the connection does

  let last = null;
  let timer = null;

  function showInfo(shown) {
    info.hidden = !shown;
    button('info').setAttribute('aria-pressed', String(shown));
    clearInterval(timer);
    last = null;
    if (shown) {
      tellInfo();
      timer = setInterval(tellInfo, INTERVAL);
    }
    close();
  }

  function tellInfo() {
    const now = { at: performance.now(), ...screen.bytes };
    const seconds = last === null ? 0 : (now.at - last.at) / 1000;
    const rate = (bytes, before) => (seconds > 0 ? ` · ${size(Math.max(0, bytes - before) / seconds)}/s` : '');
    tell('roundtrip', roundTrip() === null ? '–' : `${Math.round(roundTrip())} ms`);
    tell('received', size(now.received) + rate(now.received, last?.received));
    tell('sent', size(now.sent) + rate(now.sent, last?.sent));
    tell('size', screen.size === null ? '–' : screen.size.join(' × '));
    last = now;
  }

  function tell(name, text) {
    info.querySelector(`[data-info=${name}]`).textContent = text;
  }
}

/** In the units in which the history counts too. */
function size(bytes) {
  if (bytes < 1000) return `${Math.round(bytes)} B`;
  return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

function stamp(time) {
  const two = (number) => String(number).padStart(2, '0');
  return `${time.getFullYear()}${two(time.getMonth() + 1)}${two(time.getDate())}-${two(time.getHours())}${two(time.getMinutes())}${two(time.getSeconds())}`;
}

function save(blob, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

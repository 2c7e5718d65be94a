/** Keys by name: what the bar's buttons press, and the combinations that people make for themselves. */

import { keep, kept } from './browser-memory.js';

/** X11 keysyms, by the names that browsers give the keys (`KeyboardEvent.code`). */
export const KEYSYMS = {
  ControlLeft: 0xffe3, ShiftLeft: 0xffe1, AltLeft: 0xffe9, AltRight: 0xfe03, MetaLeft: 0xffeb,
  Delete: 0xffff, Insert: 0xff63, Backspace: 0xff08, Tab: 0xff09, Escape: 0xff1b, Enter: 0xff0d, Space: 0x20,
  Home: 0xff50, End: 0xff57, PageUp: 0xff55, PageDown: 0xff56, ArrowLeft: 0xff51, ArrowUp: 0xff52, ArrowRight: 0xff53, ArrowDown: 0xff54,
  PrintScreen: 0xff61, Pause: 0xff13, ScrollLock: 0xff14, CapsLock: 0xffe5, NumLock: 0xff7f, ContextMenu: 0xff67,
};
for (let n = 1; n <= 24; n++) KEYSYMS[`F${n}`] = 0xffbd + n;
for (const letter of 'abcdefghijklmnopqrstuvwxyz') KEYSYMS[`Key${letter.toUpperCase()}`] = letter.charCodeAt(0);
for (const digit of '0123456789') KEYSYMS[`Digit${digit}`] = digit.charCodeAt(0);

/** As people write them, in small letters. */
const NAMES = {
  ctrl: 'ControlLeft', control: 'ControlLeft', strg: 'ControlLeft', alt: 'AltLeft', altgr: 'AltRight', shift: 'ShiftLeft', win: 'MetaLeft', windows: 'MetaLeft', super: 'MetaLeft', meta: 'MetaLeft', cmd: 'MetaLeft',
  del: 'Delete', delete: 'Delete', ins: 'Insert', insert: 'Insert', backspace: 'Backspace', tab: 'Tab', esc: 'Escape', escape: 'Escape', enter: 'Enter', return: 'Enter', space: 'Space',
  home: 'Home', end: 'End', pageup: 'PageUp', pgup: 'PageUp', pagedown: 'PageDown', pgdn: 'PageDown', left: 'ArrowLeft', up: 'ArrowUp', right: 'ArrowRight', down: 'ArrowDown',
  '←': 'ArrowLeft', '↑': 'ArrowUp', '→': 'ArrowRight', '↓': 'ArrowDown', '⇥': 'Tab', '⏎': 'Enter', '⌫': 'Backspace', plus: 'U+002B', minus: 'U+002D',
  print: 'PrintScreen', printscreen: 'PrintScreen', sysrq: 'PrintScreen', pause: 'Pause', scrolllock: 'ScrollLock', capslock: 'CapsLock', numlock: 'NumLock', menu: 'ContextMenu',
  // as German, French, Spanish and Chinese keyboards and books have them
  umschalt: 'ShiftLeft', entf: 'Delete', einfg: 'Insert', eingabe: 'Enter', leertaste: 'Space', rücktaste: 'Backspace', pos1: 'Home', ende: 'End', bildauf: 'PageUp', bildab: 'PageDown', druck: 'PrintScreen',
  maj: 'ShiftLeft', suppr: 'Delete', inser: 'Insert', échap: 'Escape', entrée: 'Enter', espace: 'Space', début: 'Home', fin: 'End', impr: 'PrintScreen',
  mayús: 'ShiftLeft', supr: 'Delete', intro: 'Enter', espacio: 'Space', inicio: 'Home', repág: 'PageUp', avpág: 'PageDown',
  删除: 'Delete', 退格: 'Backspace', 回车: 'Enter', 空格: 'Space', 上: 'ArrowUp', 下: 'ArrowDown', 左: 'ArrowLeft', 右: 'ArrowRight',
};
for (const code of Object.keys(KEYSYMS)) NAMES[code.toLowerCase()] = code;

const STORE = 'own key combinations';
const MOST = 12;

/** @returns the codes of `Ctrl+Alt+T`, and the first name that is none; a character without a place on every keyboard has the code `U+00F6` */
export function combination(text) {
  const codes = [];
  for (const part of partsOf(text)) {
    const code = codeOf(part);
    if (code === undefined) return { codes: [], unknown: part };
    codes.push(code);
  }
  return { codes, unknown: null };
}

/** What is joined by +, or by - as on the button Ctrl-Alt-Del; one more + at the end is a key. */
function partsOf(text) {
  const dense = text.trim().replace(/\s*([+-])\s*/g, '$1');
  const sign = dense.length > 1 && !dense.includes('+') ? '-' : '+';
  const isKey = dense === sign || dense.endsWith(sign + sign);
  const parts = (isKey ? dense.slice(0, -1) : dense).split(sign).filter((name) => name !== '');
  return isKey ? [...parts, sign] : parts;
}

function codeOf(name) {
  const small = name.toLowerCase().replaceAll(' ', '');
  if (Object.hasOwn(NAMES, small)) return NAMES[small];
  if (/^f([1-9]|1\d|2[0-4])$/.test(small)) return small.toUpperCase();
  if (/^[a-z]$/.test(small)) return `Key${small.toUpperCase()}`;
  if (/^\d$/.test(small)) return `Digit${small}`;
  return /^[\p{L}\p{N}\p{P}\p{S}]$/u.test(small) ? `U+${small.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}` : undefined;
}

export function pressOf(codes) {
  return codes.map((code) => (code.startsWith('U+') ? [keysymOf(String.fromCodePoint(parseInt(code.slice(2), 16))), 'Unidentified'] : [KEYSYMS[code], code]));
}

/** X11's keysyms of Latin-1 are its characters; all others are Unicode's with a mark (X11 protocol, appendix A). */
export function keysymOf(character) {
  const point = character.codePointAt(0);
  return (point >= 0x20 && point <= 0x7e) || (point >= 0xa0 && point <= 0xff) ? point : 0x01000000 | point;
}

/** The person's own combinations in the menu of keys; they are this browser's. */
export function wireOwnKeys(form) {
  const list = form.querySelector('ul');
  const told = form.querySelector('[role=status]');
  const field = form.elements.combination;
  let own = known();
  draw();

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const { codes, unknown } = combination(field.value);
    if (unknown !== null) return tell('unknown', unknown);
    tell('');
    if (codes.length === 0) return;
    const name = partsOf(field.value).join('+');
    const others = own.filter((one) => one !== name);
    if (others.length >= MOST) return tell('full', MOST);
    own = [...others, name];
    keep(STORE, JSON.stringify(own));
    field.value = '';
    draw();
  });
  list.addEventListener('click', (event) => {
    const removed = event.target.closest('[data-remove]')?.dataset.remove;
    if (removed === undefined) return;
    event.stopPropagation();
    own = own.filter((one) => one !== removed);
    tell('');
    keep(STORE, JSON.stringify(own));
    draw();
    field.focus();
  });

  function tell(name, value) {
    told.textContent = told.dataset[name]?.replace('{0}', value) ?? '';
    if (name !== '') told.scrollIntoView({ block: 'nearest' }); // the menu may be longer than the window
  }

  function draw() {
    list.replaceChildren(...own.map((name) => {
      const line = document.createElement('li');
      const press = document.createElement('button');
      press.type = 'button';
      press.textContent = name;
      press.dataset.keys = combination(name).codes.join(' ');
      const remove = document.createElement('button');
      remove.type = 'button';
      remove.textContent = '✕';
      remove.dataset.remove = name;
      remove.setAttribute('aria-label', list.dataset.words.replace('{0}', name));
      line.append(press, remove);
      return line;
    }));
  }
}

/** What another page may have put there is looked at before it is believed. */
function known() {
  try {
    const own = JSON.parse(kept(STORE) ?? '[]');
    return Array.isArray(own) ? own.filter((name) => typeof name === 'string' && combination(name).codes.length > 0).slice(-MOST) : [];
  } catch {
    return [];
  }
}

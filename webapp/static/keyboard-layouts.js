/**
 * Which keys have to be pressed on a keyboard of a certain layout so that a text comes out: a VM reads keys, not letters, and its own layout makes letters of them.
 *
 * A layout is four levels (plain, Shift, AltGr, Shift+AltGr) of four rows of keys, a character for each key, a space where there is none. `dead` are the characters
 * whose key waits for the next one. What Linux and Windows understand differently is left out: such a character counts as one that the layout cannot type.
 */

const ROWS = [
  ['Backquote', ...'1234567890'.replace(/./g, 'Digit$& ').trim().split(' '), 'Minus', 'Equal'],
  [...keys('QWERTYUIOP'), 'BracketLeft', 'BracketRight'],
  [...keys('ASDFGHJKL'), 'Semicolon', 'Quote', 'Backslash'],
  ['IntlBackslash', ...keys('ZXCVBNM'), 'Comma', 'Period', 'Slash'],
];

const LAYOUTS = {
  us: {
    plain: ['`1234567890-=', 'qwertyuiop[]', 'asdfghjkl;\'\\', ' zxcvbnm,./'],
    shift: ['~!@#$%^&*()_+', 'QWERTYUIOP{}', 'ASDFGHJKL:"|', ' ZXCVBNM<>?'],
  },
  gb: {
    plain: ['`1234567890-=', 'qwertyuiop[]', 'asdfghjkl;\'#', '\\zxcvbnm,./'],
    shift: ['¬!"£$%^&*()_+', 'QWERTYUIOP{}', 'ASDFGHJKL:@~', '|ZXCVBNM<>?'],
    altGr: ['    €'],
  },
  de: {
    plain: ['^1234567890ß´', 'qwertzuiopü+', 'asdfghjklöä#', '<yxcvbnm,.-'],
    shift: ['°!"§$%&/()=?`', 'QWERTZUIOPÜ*', 'ASDFGHJKLÖÄ\'', '>YXCVBNM;:_'],
    altGr: ['  ²³   {[]}\\ ', '@ €        ~', '', '|      µ   '],
    dead: '^´`',
  },
  fr: {
    plain: ['²&é"\'(-è_çà)=', 'azertyuiop^$', 'qsdfghjklmù*', '<wxcvbn,;:!'],
    shift: [' 1234567890°+', 'AZERTYUIOP¨£', 'QSDFGHJKLM%µ', '>WXCVBN?./§'],
    altGr: ['  ~#{[|`\\^@]}', '  €         '],
    dead: '^¨',
    undead: { altGr: '^' },
  },
  es: {
    plain: ['º1234567890\'¡', 'qwertyuiop`+', 'asdfghjklñ´ç', '<zxcvbnm,.-'],
    shift: ['ª!"·$%&/()=?¿', 'QWERTYUIOP^*', 'ASDFGHJKLÑ¨Ç', '>ZXCVBNM;:_'],
    altGr: ['\\|@#~ ¬     ', '  €       []', '          {}'],
    dead: '`^´¨',
  },
};

/** Shift and AltGr as keys. */
const SHIFT = { keysym: 0xffe1, code: 'ShiftLeft' };
const ALT_GR = { keysym: 0xfe03, code: 'AltRight' };
const MODIFIERS = { plain: [], shift: [SHIFT], altGr: [ALT_GR], shiftAltGr: [SHIFT, ALT_GR] };

/** The accent that a dead key adds, as Unicode's combining mark; and whether that key and the space bar give the accent itself, with every system. */
const ACCENTS = { '\u0300': '`', '\u0301': '´', '\u0302': '^', '\u0308': '¨' };
const ALONE = '`^';

const CONTROLS = { '\n': { keysym: 0xff0d, code: 'Enter' }, '\t': { keysym: 0xff09, code: 'Tab' }, ' ': { keysym: 0x20, code: 'Space' } };

export const layoutNames = Object.keys(LAYOUTS);

/**
 * @param name of a layout, out of `layoutNames`
 * @returns `strokes`, each a list of keys to press in order and let go in the opposite one; and `untypable`, the characters for which the layout has no key, each once
 */
export function strokesOf(name, text) {
  const layout = read(LAYOUTS[name]);
  const strokes = [];
  const untypable = new Set();
  for (const character of text.replace(/\r\n?/g, '\n').normalize('NFC')) {
    const found = strokesOfCharacter(layout, character);
    if (found === null) untypable.add(character);
    else strokes.push(...found);
  }
  return { strokes, untypable: [...untypable] };
}

function strokesOfCharacter({ direct, dead }, character) {
  if (CONTROLS[character] !== undefined) return [[CONTROLS[character]]];
  if (direct.has(character)) return [direct.get(character)];
  if (dead.has(character)) return ALONE.includes(character) ? [dead.get(character), [CONTROLS[' ']]] : null;
  const [base, mark, ...more] = character.normalize('NFD');
  const accent = dead.get(ACCENTS[mark]);
  return accent !== undefined && more.length === 0 && direct.has(base) ? [accent, direct.get(base)] : null;
}

/** @returns what each character needs: directly, and as a dead key */
function read(layout) {
  const direct = new Map();
  const dead = new Map();
  for (const [level, modifiers] of Object.entries(MODIFIERS)) {
    for (const [row, characters] of (layout[level] ?? []).entries()) {
      for (const [place, character] of [...characters].entries()) {
        if (character === ' ') continue;
        const waits = layout.dead?.includes(character) && !layout.undead?.[level]?.includes(character);
        const known = waits ? dead : direct;
        if (!known.has(character)) known.set(character, [...modifiers, { keysym: keysymOf(character), code: ROWS[row][place] }]);
      }
    }
  }
  return { direct, dead };
}

/** As X11 has it: Latin-1 by itself, the euro sign by its old number, everything else as Unicode. */
function keysymOf(character) {
  const point = character.codePointAt(0);
  return point < 0x100 || character === '€' ? point : 0x01000000 + point;
}

function keys(letters) {
  return [...letters].map((letter) => `Key${letter}`);
}

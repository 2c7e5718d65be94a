/** Who else is on this console: faces in the bar, their names beside them where those are short, and behind both the list of all. Somebody who comes or goes is told to screen readers too. */

const MOST_FACES = 3; // the bar is short: of more people it has one face less, and how many there are besides
const MOST_LETTERS = 16; // of all names together

export class People {
  #box;
  #news;
  #word;
  #after;
  #shown = null;

  /** @param after where the focus goes when it was on somebody who is gone */
  constructor(box, news, word, after) {
    this.#box = box;
    this.#news = news;
    this.#word = word;
    this.#after = after;
  }

  /** @param people as the portal tells them: { name, viewOnly, watching, since, you } */
  show(people) {
    const others = people.filter((person) => !person.you).map((person) => this.#described(person));
    const before = this.#shown;
    if (before !== null && others.map((one) => one.name + one.words).join('\n') === before.map((one) => one.name + one.words).join('\n')) return;
    this.#shown = others;
    this.#draw(others);
    if (before !== null) this.#tell(before, others);
  }

  #described({ name, viewOnly, watching, since }) {
    const clock = new Date(since).toLocaleTimeString(document.documentElement.lang, { hour: '2-digit', minute: '2-digit' });
    const words = [`${this.#word('people.since')} ${clock}`, ...watching ? [this.#word('people.watches')] : viewOnly ? [this.#word('people.looks')] : []];
    return { name: name === this.#box.dataset.own ? this.#word('people.you') : name, viewOnly, words: words.join(', ') };
  }

  #draw(others) {
    const faces = others.length > MOST_FACES ? others.slice(0, MOST_FACES - 1) : others;
    const more = others.length - faces.length;
    const names = others.map((one) => one.name).join(', ');
    this.#box.querySelector('.faces').replaceChildren(...faces.map(face), ...more > 0 ? [face({ name: '+', more })] : []);
    const shown = this.#box.querySelector('.names');
    shown.textContent = names;
    shown.classList.toggle('unseen', breadth(names) > MOST_LETTERS);
    this.#box.querySelector('summary').title = others.map((one) => `${one.name}: ${one.words}`).join('\n');
    this.#box.querySelector('ul').replaceChildren(...others.map(line));
    if (others.length > 0) {
      this.#box.hidden = false;
      return;
    }
    const focused = this.#box.contains(document.activeElement);
    this.#box.hidden = true;
    this.#box.open = false;
    if (focused) this.#after();
  }

  #tell(before, now) {
    const missingFrom = (some, others) => [...new Set(some.map((one) => one.name))].filter((name) => !others.some((one) => one.name === name));
    const news = [
      ...missingFrom(now, before).map((name) => `${name} ${this.#word('people.came')}`),
      ...missingFrom(before, now).map((name) => `${name} ${this.#word('people.left')}`),
    ];
    if (news.length > 0) this.#news.textContent = news.join('. ');
  }
}

/** How broad a text is, in Latin letters; a Chinese one is as broad as two. */
export function breadth(text) {
  return [...text].reduce((sum, letter) => sum + (letter.codePointAt(0) > 0x2e7f ? 2 : 1), 0);
}

/** A round initial; a dashed ring only looks. */
function face({ name, viewOnly, more }) {
  const drawn = document.createElement('span');
  drawn.className = viewOnly ? 'face looks' : 'face';
  drawn.textContent = more ? `+${more}` : [...name][0];
  return drawn;
}

function line(one) {
  const item = document.createElement('li');
  const drawn = item.appendChild(face(one));
  drawn.setAttribute('aria-hidden', 'true');
  const name = item.appendChild(document.createElement('bdi'));
  name.className = 'people-name';
  name.textContent = one.name;
  const words = item.appendChild(document.createElement('small'));
  words.textContent = one.words;
  return item;
}

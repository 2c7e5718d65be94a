/** Who else is on this console, as small names in the bar. Somebody who comes or goes is told to screen readers too. */

const MOST_NAMES = 2; // the bar is short; who is beyond it stands in the tooltip of "+1"

export class People {
  #list;
  #news;
  #word;
  #shown = null;

  constructor(list, news, word) {
    this.#list = list;
    this.#news = news;
    this.#word = word;
  }

  /** @param people as the portal tells them: { name, viewOnly, watching, since, you } */
  show(people) {
    const others = people.filter((person) => !person.you).map((person) => this.#described(person));
    const before = this.#shown;
    if (before !== null && others.map((one) => one.title).join('\n') === before.map((one) => one.title).join('\n')) return;
    this.#shown = others;
    this.#draw(others);
    if (before !== null) this.#tell(before, others);
  }

  #described({ name, viewOnly, watching, since }) {
    const called = name === this.#list.dataset.own ? this.#word('people.you') : name;
    const clock = new Date(since).toLocaleTimeString(document.documentElement.lang, { hour: '2-digit', minute: '2-digit' });
    const words = [`${this.#word('people.since')} ${clock}`, ...watching ? [this.#word('people.watches')] : viewOnly ? [this.#word('people.looks')] : []];
    return { name: called, viewOnly, title: `${called}: ${words.join(', ')}` };
  }

  #draw(others) {
    const names = others.length > MOST_NAMES + 1 ? others.slice(0, MOST_NAMES) : others;
    const beyond = others.slice(names.length);
    const items = names.map((one) => chip([...one.name][0], one.name, one.title, one.viewOnly));
    if (beyond.length > 0) {
      const more = chip(`+${beyond.length}`, this.#word('people.more'), beyond.map((one) => one.title).join('\n'), false);
      more.querySelector('.people-name').classList.add('unseen');
      items.push(more);
    }
    this.#list.replaceChildren(...items);
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

function chip(mark, name, title, viewOnly) {
  const item = document.createElement('li');
  item.title = title;
  item.classList.toggle('looks', viewOnly);
  const face = item.appendChild(document.createElement('span'));
  face.className = 'people-face';
  face.setAttribute('aria-hidden', 'true');
  face.textContent = mark;
  const text = item.appendChild(document.createElement('bdi'));
  text.className = 'people-name cut';
  text.textContent = name;
  return item;
}

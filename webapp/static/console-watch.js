/** Tells the person of a console who watches it, and asks them where the portal asks for their consent. */

export class Watch {
  #told;
  #question;
  #headers;
  #stateUrl;
  #asked = null;

  /**
   * @param told where it stands who watches; its data-words hold the words
   * @param question the panel with its two buttons
   * @param headers by which the portal knows this page
   */
  constructor(told, question, stateUrl, headers) {
    this.#told = told;
    this.#question = question;
    this.#stateUrl = stateUrl;
    this.#headers = headers;
    for (const button of question.querySelectorAll('button')) button.addEventListener('click', () => this.#answer(button.value));
  }

  /**
   * @param people as the portal tells them: { name, watching, you }
   * @param requests of those who ask: { id, name }
   */
  show(people, requests = []) {
    const self = people.some((person) => person.you && person.watching);
    const names = self ? [] : [...new Set(people.filter((person) => person.watching).map((person) => person.name))];
    const words = names.length > 0 ? `${names.join(', ')} ${this.#told.dataset.words}` : '';
    if (this.#told.textContent !== words) this.#told.textContent = words;
    this.#ask(requests[0] ?? null);
  }

  #ask(request) {
    if (this.#asked?.id === request?.id) return;
    this.#asked = request;
    this.#question.querySelector('bdi').textContent = request?.name ?? '';
    this.#question.hidden = request === null;
  }

  async #answer(value) {
    const request = this.#asked;
    if (request === null) return;
    this.#question.hidden = true;
    await fetch(this.#stateUrl.replace(/state$/, 'consent'), {
      method: 'POST',
      headers: this.#headers,
      body: new URLSearchParams({ request: request.id, answer: value }),
      redirect: 'manual',
    }).catch(() => { this.#asked = null; }); // asked again, as long as the portal waits
  }
}

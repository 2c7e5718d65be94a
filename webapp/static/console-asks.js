/** Shows who asks for this console, where it is for one person at a time, and takes the answer to the portal. */

export class Asks {
  #panel;
  #stateUrl;
  #csrf;
  #word;
  #after;
  #shown = null;

  /** @param after what is done once an answer was given */
  constructor(panel, stateUrl, csrf, word, after) {
    this.#panel = panel;
    this.#stateUrl = stateUrl;
    this.#csrf = csrf;
    this.#word = word;
    this.#after = after;
    panel.addEventListener('click', (event) => {
      const pressed = event.target.closest('[data-answer]');
      if (pressed !== null) this.#answer(pressed.dataset.answer);
    });
  }

  /** @param asks as the portal tells them: { id, name, secondsLeft }, the oldest first */
  show(asks) {
    const ask = asks?.[0] ?? null;
    this.#panel.hidden = ask === null;
    if (ask !== null) {
      if (ask.id !== this.#shown) this.#panel.querySelector('#asked-name').textContent = ask.name;
      this.#panel.querySelector('#asked-left').textContent = `${ask.secondsLeft} ${this.#word('seconds')}`;
    }
    this.#shown = ask?.id ?? null;
  }

  async #answer(answer) {
    const ask = this.#shown;
    this.show([]);
    this.#after();
    await fetch(this.#stateUrl.replace(/state$/, 'answer'), {
      method: 'POST',
      headers: { 'X-CSRF-Token': this.#csrf },
      body: new URLSearchParams({ ask, answer }),
      redirect: 'manual',
      signal: AbortSignal.timeout(8000),
    }).catch(() => {}); // it shows again by itself
  }
}

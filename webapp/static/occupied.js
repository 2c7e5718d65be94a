/** Asks whoever is on the console, waits for the answer, and goes in when it is yes, or when the console has become free. */

import { showLocalTimes } from './times.js';

const PACE = 1000; // ms between two looks for the answer

const button = document.getElementById('ask');
const told = document.getElementById('asked');
const form = document.getElementById('go');
const vm = document.getElementById('occupied').dataset.vm;
const csrf = document.querySelector('meta[name=csrf]').content;
const words = document.getElementById('words').content;
const word = (name) => words.querySelector(`[data-word="${name}"]`).textContent;

showLocalTimes(document);

button.addEventListener('click', async () => {
  button.disabled = true;
  const body = new URLSearchParams({ vm });
  await follow(await asked('/asks', { method: 'POST', headers: { 'X-CSRF-Token': csrf }, body }));
  button.disabled = false;
});

async function follow(ask) {
  const over = Date.now() + ((ask?.secondsLeft ?? 0) + 5) * 1000;
  while (ask?.answer === 'WAITING' && Date.now() < over) {
    say(word('WAITING').replace('{1}', ask.secondsLeft));
    await new Promise((done) => setTimeout(done, PACE));
    ask = await asked(`/asks/${ask.id}`) ?? ask; // one answer that is lost is no answer of theirs
  }
  if (ask?.answer === 'WAITING') ask = null;
  say(word(ask?.answer ?? 'failed'));
  if (ask?.answer !== 'LET_IN' && ask?.answer !== 'FREE') return;
  document.getElementById('ask-id').value = ask.id ?? '';
  form.submit();
}

function asked(address, how = {}) {
  return fetch(address, { redirect: 'manual', cache: 'no-store', signal: AbortSignal.timeout(8000), ...how })
    .then((answer) => answer.ok ? answer.json() : null).catch(() => null);
}

function say(text) {
  told.hidden = false;
  told.textContent = text;
}

/**
 * The console page. It goes through the steps asking, connecting, waiting, live; then returning, from which it comes back by
 * itself (console-return.js says when), or ended, from which it does at the press of a button. The step stands in `data-step`
 * of the body.
 */

import { admissionByLink, admissionByPage, portalAnswers, takeLink, whyRefused } from './console-admission.js';
import { Asks } from './console-asks.js';
import { wireBar } from './console-bar.js';
import { wireClipboard } from './console-clipboard.js';
import { Ending } from './console-ending.js';
import { wireFocus } from './console-focus.js';
import { wireInvite } from './console-invite.js';
import { wireOwnKeys } from './console-keys.js';
import { wireLooking } from './console-looking.js';
import { People, breadth } from './console-people.js';
import { wirePower } from './console-power.js';
import { Return } from './console-return.js';
import { Screen } from './console-screen.js';
import { Socket, begun } from './console-socket.js';
import { wireTouch } from './console-touch.js';
import { wireType } from './console-type.js';
import { wireView } from './console-view.js';
import { Watch } from './console-watch.js';
import { ends, words } from 'words-of-the-console'; // bin/lib/bundle-console.mjs makes them, for each language

const SLOW = 8000; // ms after which a step says that it takes long
const STATE_INTERVAL = 2000; // ms
const BLACK_INTERVAL = 2000; // ms
const LONG = 40; // letters, above which the bar sets what is going on in smaller ones
/** When the portal did not answer, it is asked sooner; and after so many questions in vain the connection counts as lost. */
const UNANSWERED_INTERVAL = 500; // ms
const MOST_UNANSWERED = 3;

/** Ends that a new sign-in mends; and those after which this page is of no more use. */
const SIGN_IN = new Set(['SIGN_IN_ENDED', '4010', '4017']);
const FOR_GOOD = new Set(['4009', '4016', '4020', '4021', '4022', 'SESSION_CUT', 'WATCHING_OFF', 'WATCHED_CONSOLE_ENDED', 'CONSENT_REFUSED', 'bad-link']);

const body = document.body;
const status = document.getElementById('status');
const ended = document.getElementById('ended');
const retry = document.getElementById('retry');
const again = document.getElementById('again');
const favicon = document.getElementById('favicon');
let title = document.title;

const byLink = !body.dataset.tokenUrl;
const viewOnly = body.dataset.viewOnly === 'true';
const link = byLink ? takeLink() : null;
const admission = byLink ? admissionByLink(link) : admissionByPage(body.dataset.tokenUrl, document.querySelector('meta[name=csrf]')?.content);
/** Asked at once: the page is made ready meanwhile. */
let firstAnswer = begun === null ? admission() : { begun };
const screen = new Screen(document.getElementById('screen'), document.getElementById('still'), viewOnly);

const csrf = document.querySelector('meta[name=csrf]')?.content;
/** Where the page asks what is going on, and what it shows of itself there. A link that is none has no such place. */
const stateUrl = byLink ? link && '/console-link/state' : body.dataset.stateUrl;
const shown = byLink ? { 'X-Console-Token': link?.token } : {};
const watch = new Watch(document.getElementById('watched'), document.getElementById('consent'), stateUrl, byLink ? shown : { 'X-CSRF-Token': csrf });
const asks = byLink ? null : new Asks(document.getElementById('asked'), body.dataset.stateUrl, csrf, word, () => screen.focus());
const ending = new Ending(document.getElementById('ending'), document.getElementById('ending-news'), word, document.getElementById('screen'), viewOnly ? () => screen.stay() : null);
const people = byLink ? null : new People(document.getElementById('people'), document.getElementById('people-news'), word, () => screen.focus());
const invite = document.getElementById('invite');
if (invite !== null) wireInvite(invite, document.querySelector('[data-do=invite]'), document.querySelector('meta[name=csrf]')?.content, () => screen.focus());

const typed = document.getElementById('type');
const vmName = () => document.getElementById('name').textContent;
if (typed !== null) wireType(typed, document.querySelector('[data-do=type]'), screen, () => body.dataset.step === 'live', vmName);
const clipboard = document.getElementById('clipboard');
if (clipboard !== null) wireClipboard(clipboard, document.querySelector('[data-do=clipboard]'), screen);
const power = document.getElementById('power');
if (power !== null) wirePower(power, document.getElementById('state'), vmName, csrf, (name) => say(word(`power.${name}`) || word('power.POWER_FAILED')), () => screen.focus());
if (!viewOnly) {
  wireOwnKeys(document.getElementById('own-keys'));
  wireTouch(document.querySelector('.touch-keys'), document.getElementById('keyboard'), screen);
  wireLooking(screen, document.getElementById('looks'), document.getElementById('keyboard-words'), word, say);
  wireFocus(document.getElementById('screen'), document.getElementById('keyboard-news'), screen, word);
}

const VNC_CLOSED = '4000';
const INSTANCE_STOPPED = '4012';
const INSTANCE_MOVED = '4050';
const CUT = '4009';
const TAKEN_OVER = '4023';
const STATE_DELAY = 300;
/** What it is that a VM without a screen is waited for, by its state; and the end that says so, where the page did not know of it before. */
const WAITS = { UNKNOWN: 'waits.node', MIGRATING: 'waits.moving' };
const OF_STATE = { OFF: INSTANCE_STOPPED, CRASHED: INSTANCE_STOPPED, MIGRATING: INSTANCE_MOVED };
const SIGN_IN_ENDED = 'SIGN_IN_ENDED';

let slow = null;
let wasLive = false;
let leaving = false;
let question = 0;
/** Whether this is the connection that the page need not ask for. It may come too late, and says no reason: whoever asks then is told. */
let begins = false;

const returning = new Return(Number(body.dataset.reconnect) * 1000, byLink ? null : askState);

wireBar(document.getElementById('bar'), screen, leave, () => say(word('full.locked')));
let roundTrip = null;
wireView(document.getElementById('view'), document.getElementById('info'), screen, vmName, () => roundTrip, leave);
connect();

// ---- the steps

async function connect() {
  step('asking');
  const mine = ++question;
  const asked = firstAnswer ?? admission();
  firstAnswer = null;
  const answer = await asked;
  if (mine !== question) return;
  if (answer.end !== undefined) return end(answer);
  step('connecting');
  begins = answer.begun !== undefined;
  screen.open(answer.begun ?? new Socket(answer.path));
}

screen.addEventListener('connected', () => step('waiting'));

/** A page that was opened by a link learns the VM's name from the screen itself, as QEMU tells it. */
screen.addEventListener('name', ({ detail: told }) => {
  const name = document.getElementById('name');
  if (!byLink || told === '') return;
  const known = /^QEMU \((.*)\)$/s.exec(told)?.[1] ?? told;
  title = title.replace(name.textContent, () => known);
  screen.label = screen.label.replace(name.textContent, () => known);
  name.textContent = name.title = known;
});

screen.addEventListener('picture', () => {
  step('live');
  wasLive = true;
  returning.arrived();
  performance.mark('picture');
  if (document.activeElement === body || ended.contains(document.activeElement)) screen.focus();
  ended.hidden = true;
});

screen.addEventListener('ended', async ({ detail: code }) => {
  if (leaving) return;
  if (code === VNC_CLOSED && await isOff()) return end({ end: INSTANCE_STOPPED });
  if (code === CUT) return end({ end: CUT, words: cutWords(screen.lastWords) });
  if (code === TAKEN_OVER) return end({ end: code, ...await takenBy() });
  if (code !== 'refused') return end({ end: code });
  if (begins) return connect();
  if (!await portalAnswers()) return end({ end: 'no-portal' });
  end(byLink ? { end: 'refused-bearer' } : await whyRefused(body.dataset.tokenUrl));
});

/** @returns what the administrator said; nothing when it was nothing but the end's own name */
function cutWords(told) {
  return told === 'CUT_BY_ADMINISTRATOR' ? undefined : filled('cut', told);
}

/** Who has the console now; it may be the same person. */
async function takenBy() {
  await askState();
  if (takenOverBy === '') return {};
  if (takenOverBy !== document.getElementById('people').dataset.own) return { broke: filled('taken', takenOverBy) };
  return { broke: word('taken.self'), words: word('taken.self.words') };
}

/** QEMU closes its screen a moment before the compute node tells that the VM is off. */
async function isOff() {
  const state = document.getElementById('state');
  if (state === null) return false;
  await new Promise((done) => setTimeout(done, STATE_DELAY));
  await askState();
  return state.dataset.state === 'OFF';
}

function step(name) {
  body.dataset.step = name;
  for (const item of document.querySelectorAll('#steps li')) {
    if (item.dataset.step === name) item.setAttribute('aria-current', 'step');
    else item.removeAttribute('aria-current');
  }
  const live = name === 'live';
  const over = name === 'ended' || name === 'returning';
  if (over) tellNothingMore();
  const lost = over || (wasLive && !live);
  document.title = lost ? `✕ ${title}` : title;
  favicon.href = lost ? '/static/favicon-off.svg' : '/static/favicon.svg';
  for (const button of document.querySelectorAll('#bar [data-keys], #bar [data-do=type], #bar [data-do=clipboard], #bar [data-do=fit]')) button.disabled = !live;
  clearTimeout(slow);
  if (over) return say('');
  say(word(live ? 'live' : `step.${name}`));
  slow = setTimeout(live ? () => unsay(word('live')) : () => say(word(`slow.${name}`)), live ? 4000 : SLOW);
}

/** What was asked and warned of is over with the connection. */
function tellNothingMore() {
  ending.hide();
  watch.show([]);
  asks?.show([]);
}

function leave() {
  leaving = !byLink;
  screen.leave();
  if (leaving) location.assign('/vms');
}

// ---- the end, and coming back

function end(how) {
  const { end: why, retryAfter } = how;
  retry.hidden = true;
  const comesBack = returning.after(why, retryAfter);
  step(comesBack ? 'returning' : 'ended');
  tell(how);
  const signIn = SIGN_IN.has(why);
  document.getElementById('sign-in').hidden = !signIn;
  again.hidden = signIn || FOR_GOOD.has(why);
  again.textContent = word(comesBack ? 'again.now' : 'again');
  ended.hidden = false;
  if (![document.getElementById('bar'), ended].some((part) => part.contains(document.activeElement))) ended.focus({ preventScroll: true });
}

/** An end's own words count before those of its kind. */
function tell({ end: why, broke, words: mends, incident }) {
  const kind = ends[why] ?? ends.other;
  document.getElementById('ended-title').textContent = broke ?? kind.broke;
  document.getElementById('ended-words').textContent = mends ?? kind.mends;
  const quoted = document.getElementById('ended-incident');
  quoted.hidden = !incident;
  quoted.querySelector('code').textContent = incident ?? '';
}

returning.addEventListener('wait', ({ detail: { seconds, vm } }) => {
  if (seconds) return tellRetry(filled('retrying', seconds));
  if (OF_STATE[vm]) tell({ end: OF_STATE[vm] });
  tellRetry(word(vm === null ? 'stale' : WAITS[vm] ?? 'waits.vm'));
});
returning.addEventListener('go', () => {
  tellRetry(word('retrying.now'));
  connect();
});
returning.addEventListener('over', () => {
  step('ended');
  again.textContent = word('again');
  tellRetry(word('retrying.over'));
});
returning.addEventListener('signed-out', () => end({ end: SIGN_IN_ENDED }));

function tellRetry(text) {
  retry.hidden = false;
  if (retry.textContent !== text) retry.textContent = text;
}

again.addEventListener('click', () => returning.goNow());
document.getElementById('sign-in').href = location.pathname;

addEventListener('offline', () => screen.lose());
addEventListener('online', () => { if (returning.waits) returning.goNow(); });

// ---- what is going on meanwhile

function word(name) {
  return words[name] ?? '';
}

function filled(name, value) {
  return word(name).replace('{0}', () => value); // a function: what is said of a dollar sign in it does not count
}

function say(text) {
  if (status.textContent === text) return;
  status.textContent = status.title = text;
  status.classList.toggle('long', breadth(text) > LONG);
}

/** What was told since then stays. */
function unsay(text) {
  if (status.textContent === text) say('');
}

let unanswered = 0;
let silentSince = null;
let takenOverBy = '';

/** @returns the VM's state, `GONE` without one; null when the portal does not answer, `signed-out` when it does not know the person any more */
async function askState() {
  const state = document.getElementById('state');
  if (!stateUrl) return null;
  const asked = performance.now();
  try {
    const answer = await fetch(stateUrl, { headers: shown, redirect: 'manual', cache: 'no-store', signal: AbortSignal.timeout(unanswered > 0 ? STATE_INTERVAL : 2 * STATE_INTERVAL) });
    roundTrip = performance.now() - asked;
    unanswered = 0;
    unsay(word('stale'));
    if (answer.status === 401) return 'signed-out';
    if (!answer.ok) return 'GONE';
    const told = await answer.json();
    const name = told.state;
    takenOverBy = told.takenOverBy ?? '';
    people?.show(told.people);
    asks?.show(told.asks);
    watch.show(told.people, told.requests);
    if (body.dataset.step === 'live') ending.show(told.endsIn, told.endsAs);
    tellStop(told.stopsIn);
    if (told.unrecorded) sayUnrecorded();
    if (state !== null && word(`state.${name}`) && state.dataset.state !== name) {
      state.dataset.state = name;
      state.textContent = word(`state.${name}`);
    }
    return name;
  } catch {
    if (unanswered === 0) silentSince = asked;
    unanswered++;
    if (body.dataset.step === 'live') missAnswer();
    return null;
  }
}

let stopping = false;

/** The portal ends this console in so many seconds; undefined when it does not mean to, or no more. */
function tellStop(seconds) {
  if (seconds !== undefined) say(filled('stopping', seconds));
  else if (stopping) say('');
  stopping = seconds !== undefined;
}

/** The page said from the beginning that the console is recorded. */
function sayUnrecorded() {
  const mark = document.getElementById('recorded');
  if (mark === null || mark.classList.contains('not')) return;
  mark.classList.add('not');
  mark.textContent = word('unrecorded');
  mark.title = word('unrecorded.words');
}

/** A network that is gone tells nobody: the socket would wait for minutes. What it still brings shows that it is there. */
function missAnswer() {
  if (unanswered > 1) say(word('stale'));
  if (unanswered >= MOST_UNANSWERED && screen.lastHeard < silentSince) screen.lose();
}

let asksState = false;

/** Not before the first picture, which the question would delay; a page that waits long for its picture asks all the same. */
function keepAskingStateFromNowOn() {
  if (asksState) return;
  asksState = true;
  keepAskingState();
}

async function keepAskingState() {
  if (!document.hidden && !returning.waits && (!byLink || body.dataset.step === 'live')) await askState();
  setTimeout(keepAskingState, unanswered > 0 ? UNANSWERED_INTERVAL : STATE_INTERVAL);
}
if (stateUrl) {
  screen.addEventListener('picture', keepAskingStateFromNowOn);
  setTimeout(keepAskingStateFromNowOn, STATE_INTERVAL);
}
document.addEventListener('visibilitychange', () => { if (!document.hidden && (!byLink || body.dataset.step === 'live')) askState(); });

setInterval(() => {
  if (document.hidden || body.dataset.step !== 'live') return;
  const told = word(viewOnly ? 'black.view-only' : 'black');
  if (screen.isBlack()) say(told);
  else unsay(told);
}, BLACK_INTERVAL);

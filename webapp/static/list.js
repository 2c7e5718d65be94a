/**
 * The living list of VMs, and that of open consoles. The server renders every row; this fetches the list's fragment again and again and swaps what
 * changed, so that focus, open menus and dialogs stay where they are.
 */

import { showAges, showInstant, showLocalTimes } from './times.js';

const INTERVAL = 1500; // ms: a change made elsewhere is to show within 3 s
const LONGEST_PAUSE = 10_000; // ms, while the portal does not answer
const PATIENCE = 8000; // ms, for one answer
const TYPING_PAUSE = 200; // ms, after which a search is sent

const list = document.getElementById('list');
const search = document.getElementById('search');
const news = document.getElementById('news');
const staleWords = document.getElementById('stale');
const endedWords = document.getElementById('ended');

/** What the server last sent for each part, as text: the page's own elements differ from it by times and open menus. */
const sent = new Map();
let etag = `"${list.dataset.version}"`;
let lastGood = new Date();
let failures = 0;
let timer = null;
let asking = null;
let pointerDown = false;

withoutNotice();
for (const part of parts(list)) sent.set(part.id, part.outerHTML);
showLocalTimes(list);
plan(INTERVAL);

/** What was done is told once: not again after a reload, nor to somebody who is sent the address. */
function withoutNotice() {
  const address = new URL(location.href);
  address.searchParams.delete('done');
  history.replaceState(null, '', address);
}

// ---- asking

function plan(pause) {
  clearTimeout(timer);
  timer = setTimeout(poll, pause);
}

async function poll() {
  if (document.hidden) return;
  clearTimeout(timer);
  asking?.abort();
  const mine = asking = new AbortController();
  const late = setTimeout(() => mine.abort(), PATIENCE);
  try {
    await ask(mine.signal);
    plan(endedWords.hidden ? INTERVAL : LONGEST_PAUSE);
  } catch {
    if (mine !== asking) return; // a newer question has taken its place
    failures++;
    if (failures > 1) tellStale();
    plan(Math.min(INTERVAL * failures, LONGEST_PAUSE));
  } finally {
    clearTimeout(late);
  }
}

async function ask(signal) {
  const address = new URL(location.pathname + location.search, location.origin);
  address.searchParams.set('part', 'list');
  const rows = document.getElementById('rows');
  if (rows !== null) address.searchParams.set('view', rows.classList.contains('wall') ? 'wall' : 'table'); // whatever another tab has chosen since
  const answer = await fetch(address, { headers: etag ? { 'If-None-Match': etag } : {}, redirect: 'manual', cache: 'no-store', signal });
  if (answer.status === 401 || answer.type === 'opaqueredirect') return tellEnded();
  if (answer.status === 304) return tellGood();
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  const text = await answer.text();
  const fresh = new DOMParser().parseFromString(text, 'text/html').getElementById('list');
  if (fresh === null) return tellEnded(); // another page came: the sign-in's
  if (pointerDown) return; // a button must not go away under a click; the next answer comes soon
  etag = answer.headers.get('ETag') ?? `"${fresh.dataset.version}"`;
  swap(fresh);
  tellGood();
}

function tellGood() {
  lastGood = new Date();
  failures = 0;
  staleWords.hidden = true;
  endedWords.hidden = true;
  list.classList.remove('old');
}

function tellStale() {
  if (!staleWords.hidden || !endedWords.hidden) return;
  showInstant(staleWords.querySelector('time'), lastGood, false);
  staleWords.hidden = false;
  list.classList.add('old');
}

function tellEnded() {
  endedWords.querySelector('a').href = location.pathname + location.search;
  staleWords.hidden = true;
  endedWords.hidden = false;
  list.classList.add('old');
}

// ---- swapping

function parts(root) {
  return root.querySelectorAll('#troubles, #shared, #count, #empty, #pager, #rows > li');
}

function swap(fresh) {
  const focused = document.activeElement;
  for (const id of ['troubles', 'shared', 'count', 'empty', 'pager']) {
    const part = fresh.querySelector(`#${id}`);
    if (part !== null && changed(part)) replace(document.getElementById(id), part);
  }
  const told = swapRows(list.querySelector('#rows'), fresh.querySelector('#rows'));
  if (focused.id && document.activeElement !== focused) keepFocus(focused.id);
  if (told.length > 0) news.textContent = told.length > 3 ? news.dataset.many : told.join(', ');
}

/** @returns what is to be said of the rows that changed their state */
function swapRows(rows, freshRows) {
  const kept = new Set([...freshRows.children].map((row) => row.id));
  for (const row of [...rows.children]) {
    if (kept.has(row.id)) continue;
    sent.delete(row.id);
    row.remove();
  }
  const told = [];
  let place = rows.firstElementChild;
  for (const fresh of [...freshRows.children]) {
    const isChanged = changed(fresh);
    let row = document.getElementById(fresh.id);
    const inPlace = row !== null && row === place;
    if (inPlace) place = row.nextElementSibling;
    if (row === null) {
      row = fresh;
    } else if (isChanged) {
      if (row.dataset.state !== fresh.dataset.state) told.push(stateOf(fresh));
      row = replace(row, fresh);
    }
    if (!inPlace) rows.insertBefore(row, place);
  }
  return told;
}

function changed(part) {
  const html = part.outerHTML;
  if (sent.get(part.id) === html) return false;
  sent.set(part.id, html);
  return true;
}

/** The count is a live region and stays itself; everything else gives way to its successor. */
function replace(element, part) {
  if (element.id === 'count') {
    element.replaceChildren(...part.childNodes);
    return element;
  }
  const open = element.querySelector('details[open]') !== null;
  showLocalTimes(part);
  element.replaceWith(part);
  if (open) part.querySelector('details')?.setAttribute('open', '');
  return part;
}

/** Where a button is gone, its row has the focus; where the row is gone, the list. */
function keepFocus(id) {
  const successor = document.getElementById(id) ?? document.getElementById(id.replace(/^[a-z]+-/, 'vm-')) ?? list;
  successor.focus({ preventScroll: true });
}

function stateOf(row) {
  const name = row.querySelector('.vm-name bdi').textContent.slice(0, 60);
  return `${name}: ${row.querySelector('.state').textContent}`;
}

// ---- the page's own controls

addEventListener('pointerdown', () => { pointerDown = true; });
for (const type of ['pointerup', 'pointercancel', 'blur']) addEventListener(type, () => { pointerDown = false; });

document.addEventListener('visibilitychange', () => { if (!document.hidden) poll(); });
addEventListener('online', poll);
addEventListener('pageshow', (event) => { if (event.persisted) poll(); });

addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.ctrlKey || event.altKey || event.metaKey || document.querySelector('dialog[open]')) return;
  if (event.target.closest('input, select, textarea')) return;
  event.preventDefault();
  search.q.select();
  search.q.focus();
});

let typing = null;
search.q.addEventListener('input', () => {
  clearTimeout(typing);
  typing = setTimeout(find, TYPING_PAUSE);
});
search.addEventListener('submit', (event) => {
  event.preventDefault();
  clearTimeout(typing);
  find();
});

function find() {
  const query = search.q.value.trim();
  for (const place of ['page', 'after']) if (act.elements[place]) act.elements[place].value = '';
  act.elements.q.value = query;
  for (const link of document.querySelectorAll('.views a')) link.setAttribute('href', searching(link.href, query));
  history.replaceState(null, '', searching(location.href, query));
  etag = null;
  poll();
}

/** @returns the address of the same list with these words searched for, from its first page */
function searching(href, query) {
  const address = new URL(href);
  for (const place of ['page', 'after', 'q']) address.searchParams.delete(place);
  if (query) address.searchParams.set('q', query);
  return address.pathname + address.search;
}

// ---- the wall of screens: pictures that are to be seen are taken anew now and then, the others when they come into sight

const PICTURE_INTERVAL = 10_000; // ms
const inSight = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) target.classList.toggle('in-sight', isIntersecting);
});

function watchPictures() {
  for (const picture of list.querySelectorAll('.vm-screen img:not(.known)')) {
    picture.classList.add('known');
    inSight.observe(picture);
  }
}

setInterval(() => {
  watchPictures();
  showAges(list);
  if (document.hidden || navigator.connection?.saveData) return;
  for (const picture of list.querySelectorAll('.vm-screen img.in-sight')) renew(picture);
}, PICTURE_INTERVAL);
watchPictures();

/** Where there is none, the words below it tell so. */
function tellMissing({ target }) {
  if (target.matches('.vm-screen img')) target.classList.toggle('missing', target.naturalWidth === 0);
}
for (const type of ['load', 'error']) list.addEventListener(type, tellMissing, true);
for (const picture of list.querySelectorAll('.vm-screen img')) if (picture.complete) tellMissing({ target: picture });

/** The old one stays until the new one is there. */
function renew(picture) {
  const next = new Image();
  next.onload = () => { picture.src = next.src; };
  next.src = `${new URL(picture.src).pathname}?at=${Date.now()}`;
}

// ---- menus: one open at a time, closed by Escape and by a click elsewhere

list.addEventListener('toggle', (event) => {
  if (event.target.open) closeMenus(event.target);
}, true);
document.addEventListener('click', (event) => closeMenus(event.target.closest('details')));
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  const menu = list.querySelector('details[open]');
  if (menu?.contains(document.activeElement)) menu.querySelector('summary').focus();
  closeMenus(null);
});

function closeMenus(except) {
  for (const menu of list.querySelectorAll('details[open]')) if (menu !== except) menu.open = false;
}

// ---- sending: power actions ask first, and nothing is sent twice by a double click

const act = document.getElementById('act');
let asked = null;

act.addEventListener('submit', (event) => {
  const action = event.submitter?.dataset.confirm;
  if (action) {
    event.preventDefault();
    confirm(action, event.submitter);
  } else if (act.classList.contains('sent')) {
    event.preventDefault();
  } else {
    markSent();
  }
});
addEventListener('pageshow', () => act.classList.remove('sent'));

function markSent() {
  act.classList.add('sent');
  setTimeout(() => act.classList.remove('sent'), 4000);
}

function confirm(action, button) {
  const row = button.closest('.vm');
  const dialog = document.getElementById(`confirm-${action}`);
  asked = { address: button.formAction, menu: row.querySelector('summary')?.id ?? button.id };
  dialog.querySelector('.confirm-name bdi').textContent = button.dataset.name ?? row.querySelector('.vm-name bdi').textContent;
  closeMenus(null);
  dialog.showModal();
}

for (const dialog of document.querySelectorAll('dialog')) {
  dialog.addEventListener('close', () => {
    if (dialog.returnValue === 'yes' && !act.classList.contains('sent')) {
      markSent();
      for (const field of dialog.querySelectorAll('[data-into]')) act.elements[field.dataset.into].value = field.value;
      act.action = asked.address;
      act.submit();
    }
    keepFocus(asked.menu);
  });
  dialog.addEventListener('click', (event) => { if (event.target === dialog) dialog.close('no'); });
  dialog.querySelector('[data-close]')?.addEventListener('click', () => dialog.close('no'));
  dialog.addEventListener('cancel', () => { dialog.returnValue = 'no'; });
}

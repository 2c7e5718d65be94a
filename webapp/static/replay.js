/** The page of a recording: its controls, and the timeline with what moved when. */

import { keyBursts } from './replay-input.js';
import { ReplayIndex } from './replay-index.js';
import { ReplayPlayer } from './replay-player.js';
import { ReplayStream } from './replay-stream.js';
import { showLocalTimes } from './times.js';

const STEP = 5000; // ms that an arrow key goes

const body = document.body;
const words = document.getElementById('words').content;
const find = (name) => document.querySelector(`[data-do="${name}"]`);
const line = document.getElementById('line');
const clock = document.getElementById('clock');
const status = document.getElementById('status');
const marks = document.getElementById('marks');
const activity = document.getElementById('activity');

showLocalTimes(document);
const stream = new ReplayStream();
const player = new ReplayPlayer(document.getElementById('screen'), stream, new ReplayIndex(stream));
let dragged = false;

stream.addEventListener('grown', () => {
  show();
  if (stream.times.length > 0 && body.dataset.step === 'loading') begin();
});
stream.addEventListener('ended', () => {
  body.dataset.whole = 'true';
  show();
  draw();
  mark();
  if (body.dataset.step === 'loading') say('empty');
});
stream.addEventListener('failed', ({ detail: code }) => {
  body.dataset.step = 'failed';
  say(code === 0 ? 'lost' : 'failed');
});
player.addEventListener('moved', show);
player.addEventListener('playing', () => {
  const name = player.playing ? 'pause' : 'play';
  find('play').dataset.shows = name;
  find('play').textContent = word(name);
});
player.addEventListener('seeking', () => {
  body.dataset.seeking = String(player.seeking);
  say(player.seeking ? 'seeking' : '');
});
stream.load(body.dataset.source);

function begin() {
  body.dataset.step = 'ready';
  say('');
  for (const control of document.querySelectorAll('.replay-do :disabled')) control.disabled = false;
  player.play();
}

// ---- the controls

find('play').addEventListener('click', () => (player.playing ? player.pause() : player.play()));
find('speed').addEventListener('change', () => { player.speed = Number(find('speed').value); });
find('idle').addEventListener('click', () => {
  player.skipIdle = !player.skipIdle;
  find('idle').setAttribute('aria-pressed', String(player.skipIdle));
});
find('full').hidden = !document.fullscreenEnabled;
find('full').addEventListener('click', () => {
  (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()).catch(() => {});
});
document.addEventListener('fullscreenchange', () => {
  find('full').setAttribute('aria-pressed', String(document.fullscreenElement !== null));
});
find('picture').addEventListener('click', () => {
  player.canvas.toBlob((picture) => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(picture);
    link.download = `${body.dataset.name}-${text(player.position).replaceAll(':', '-')}.png`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }, 'image/png');
});

line.addEventListener('input', () => {
  dragged = true;
  player.seek(Number(line.value)).then(() => { dragged = false; });
});
addEventListener('keydown', (event) => {
  if (event.target.closest('select, summary, a') || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === ' ' && event.target.tagName !== 'BUTTON') find('play').click();
  else if (event.key === 'ArrowLeft' || event.key === 'ArrowDown' && event.target === line) step(-STEP);
  else if (event.key === 'ArrowRight' || event.key === 'ArrowUp' && event.target === line) step(STEP);
  else if (event.key === 'Home') player.seek(0);
  else if (event.key === 'End') player.seek(stream.length);
  else return;
  event.preventDefault();
});

/** From where it is on its way to: keys come faster than pictures. */
function step(millis) {
  player.seek(player.destination + millis);
}

// ---- what is shown

function show() {
  line.max = String(stream.length);
  if (!dragged) line.value = String(player.position);
  const told = `${text(player.position)} / ${text(stream.length)}`;
  clock.textContent = told;
  line.setAttribute('aria-valuetext', told);
}

function text(millis) {
  const seconds = Math.floor(millis / 1000);
  const two = (number) => String(number).padStart(2, '0');
  return (seconds >= 3600 ? `${Math.floor(seconds / 3600)}:` : '') + `${two(Math.floor(seconds % 3600 / 60))}:${two(seconds % 60)}`;
}

function word(name) {
  return words.querySelector(`[data-word="${name}"]`)?.textContent ?? '';
}

function say(name) {
  status.textContent = name === '' ? '' : word(name);
}

/** How much moved when, behind the slider. */
function draw() {
  const marks = stream.activity();
  activity.width = marks.length;
  activity.height = 24;
  const pen = activity.getContext('2d');
  pen.fillStyle = getComputedStyle(activity).color;
  marks.forEach((mark, at) => pen.fillRect(at, 24 - Math.ceil(mark * 24), 1, Math.ceil(mark * 24)));
}
/** What happened when, below the slider: each leads to its place. */
async function mark() {
  const input = new ReplayStream();
  if (body.dataset.input !== undefined) await input.load(body.dataset.input);
  marks.replaceChildren(markAt('connected', 0, 0), ...keyBursts(input).map(([from, to]) => markAt('keys', from, to)));
  if (word('end') !== '') marks.append(markAt('end', stream.length, stream.length));
  marks.dataset.whole = 'true';
}

function markAt(name, from, to) {
  const button = document.createElement('button');
  button.dataset.mark = name;
  button.title = `${word(name)}, ${text(from)}`;
  button.ariaLabel = button.title;
  button.addEventListener('click', () => player.seek(from));
  const item = document.createElement('li');
  item.style.insetInlineStart = `${100 * from / Math.max(1, stream.length)}%`;
  item.style.inlineSize = `${100 * (to - from) / Math.max(1, stream.length)}%`;
  item.append(button);
  return item;
}

matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
addEventListener('resize', draw);

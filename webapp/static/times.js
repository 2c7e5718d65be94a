/** Shows the instants of a page in the reader's own zone; the exact one in UTC stands in the title. */

const { lang } = document.documentElement;
/** A day in Chinese is shorter in figures alone, and no comma follows it. */
const [month, between] = lang.startsWith('zh') ? ['numeric', ' '] : ['short', ', '];
const day = new Intl.DateTimeFormat(lang, { year: 'numeric', month, day: 'numeric' });
const clock = new Intl.DateTimeFormat(lang, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });

export function showInstant(element, instant, withDay = true) {
  element.dateTime = instant.toISOString();
  element.title = instant.toISOString();
  element.textContent = withDay ? `${day.format(instant)}${between}${clock.format(instant)}` : clock.format(instant);
}

const ago = new Intl.RelativeTimeFormat(lang);
const UNITS = [['day', 86_400], ['hour', 3600], ['minute', 60], ['second', 1]];

/** A time marked data-ago tells how long ago it was, when it was told last. */
export function showAges(root) {
  for (const element of root.querySelectorAll('time[data-ago]')) {
    const instant = new Date(element.dateTime);
    if (Number.isNaN(instant.getTime())) continue;
    const seconds = Math.max(1, Math.round((Date.now() - instant) / 1000));
    const [unit, length] = UNITS.find(([, most]) => seconds >= most);
    element.title = instant.toISOString();
    element.textContent = ago.format(-Math.floor(seconds / length), unit);
  }
}

/** A time marked data-after leaves out its day where it is that of the time before it; one marked data-recent, where it is today. */
export function showLocalTimes(root) {
  let before = null;
  showAges(root);
  for (const element of root.querySelectorAll('time[datetime]:not([data-ago])')) {
    const instant = new Date(element.dateTime);
    if (Number.isNaN(instant.getTime())) continue;
    const known = 'recent' in element.dataset ? new Date() : 'after' in element.dataset ? before : null;
    showInstant(element, instant, known === null || day.format(known) !== day.format(instant));
    before = instant;
  }
}

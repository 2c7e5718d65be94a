/** The pages of the history: times in the reader's own zone, in which the days of their filters are meant too. */

import { showLocalTimes } from './times.js';

showLocalTimes(document);

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
for (const field of document.querySelectorAll('input[data-zone]')) {
  if (zone) field.value = zone;
}
// A short address is easier to send: what was not filled in does not stand in it.
for (const form of document.querySelectorAll('form[role=search]')) {
  form.addEventListener('formdata', ({ formData }) => {
    const days = formData.get('from') || formData.get('to');
    for (const [name, value] of [...formData]) {
      if (value === '' || (name === 'tz' && !days)) formData.delete(name);
    }
  });
}

// Hours are counted in the reader's zone, which only the browser knows: it stands in the links, and a page without it is asked for again.
if (zone) {
  for (const link of document.querySelectorAll('a[data-zone]')) {
    const url = new URL(link.href);
    url.searchParams.set('tz', zone);
    link.setAttribute('href', url.pathname + url.search);
  }
  if (document.querySelector('[data-zone-missing="true"]') && zone !== 'UTC') {
    const here = new URL(location);
    here.searchParams.set('tz', zone);
    location.replace(here);
  }
}

/** The history page: only its times need a program. */

import { showLocalTimes } from './times.js';

showLocalTimes(document);

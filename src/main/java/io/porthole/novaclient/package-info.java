/**
 * Asks a Nova beside Porthole whose console a token of Nova's opens, and where that console is; off unless the settings name that Nova.
 * It must not know sessions, users or what is done with the answer: it depends on the settings only, as every leaf does.
 */
package io.porthole.novaclient;

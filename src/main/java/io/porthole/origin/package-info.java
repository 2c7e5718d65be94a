/**
 * From where a request comes: the Origin and Host headers, the address behind trusted proxies, and the names that this portal goes by.
 * It must not know what is asked for, nor any servlet or WebSocket type: every door uses it.
 */
package io.porthole.origin;

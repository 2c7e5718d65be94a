/**
 * Hands the trail over to a syslog receiver, entry by entry in the order of the chain.
 * It must not know who writes to the trail, nor settings: the root reads them for it.
 */
package io.porthole.audit.syslog;

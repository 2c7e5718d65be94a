/**
 * The VMs that a user may see: the inventory in PostgreSQL, how it is fed, and what may be done to their power.
 * It must not know consoles, their sessions or any page.
 */
package io.porthole.instance;

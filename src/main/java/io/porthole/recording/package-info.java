/**
 * What was on the screens of consoles, kept encrypted and played again: who is recorded, the files, their rows and their end.
 * It must not know the relay that feeds it, nor pages; sessions and VMs come as ids, and names from the session's row.
 */
package io.porthole.recording;

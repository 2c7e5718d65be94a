/**
 * What the audit trail is told of visits to consoles, and the comparison of both, for the portal and for whoever compares them from outside.
 * It must know nothing but the JDK: bin/verify-audit compiles it alone.
 */
package io.porthole.console.comparison;

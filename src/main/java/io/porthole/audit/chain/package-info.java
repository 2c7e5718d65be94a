/**
 * The chain of hashes over the audit trail, its signed checkpoints, and the check of both, for the portal and for whoever checks it from outside.
 * It must know nothing but the JDK: bin/verify-audit compiles it alone.
 */
package io.porthole.audit.chain;

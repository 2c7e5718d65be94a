/**
 * The append-only trail of who did what, and what was refused to whom.
 * It must not know the features that write to it: ids and names come as values.
 */
package io.porthole.audit;

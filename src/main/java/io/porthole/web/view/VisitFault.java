package io.porthole.web.view;

/**
 * A console of the history that is not as the audit trail tells it.
 *
 * @param words message key of what was done to it
 * @param id of the session
 * @param at ISO instant of its beginning
 */
public record VisitFault(String words, String id, String user, String vm, String at) {
}

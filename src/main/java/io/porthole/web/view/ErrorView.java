package io.porthole.web.view;

/**
 * A request that could not be answered; its words are error.STATUS.title and error.STATUS.words.
 *
 * @param incident  the id to quote, or null where nothing is kept under one
 * @param uncertain whether what was sent may have been done all the same
 * @param way       the address by which to go on, or null
 * @param wayWords  the message key of what that way is called
 */
public record ErrorView(int status, String incident, boolean uncertain, String way, String wayWords) {
}

package io.porthole.web.view;

/**
 * A request that could not be answered; its words are error.STATUS.title and error.STATUS.words.
 *
 * @param incident the id to quote
 */
public record ErrorView(int status, String incident) {
}

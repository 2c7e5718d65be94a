package io.porthole.web.view;

/**
 * How long something took, in two units at most.
 *
 * @param words message key of the two, which takes both numbers
 */
public record TimeSpan(String words, long larger, long smaller) {
}

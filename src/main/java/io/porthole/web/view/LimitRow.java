package io.porthole.web.view;

/**
 * A limit in words.
 *
 * @param words   which limit
 * @param project where it counts; null where it is everywhere else
 * @param value   the words of its value, with {@code amount} in them
 * @param setting the key of the setting that says it
 * @param from    the file or variable that setting stands in; null where it is Porthole's own standard
 */
public record LimitRow(String words, String project, String value, long amount, String setting, String from) {
}

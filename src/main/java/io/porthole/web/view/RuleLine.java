package io.porthole.web.view;

/**
 * A rule of recording in words.
 *
 * @param words   which rule; {@code about} is whose consoles, where it is not all
 * @param setting the key of the setting that says it; null where an administrator added it
 * @param from    the file or variable that setting stands in; null where it is Porthole's own standard
 * @param by      who added it, at {@code at}
 * @param kind    INSTANCE, PROJECT or ROLE, with {@code target} what to take back; null for a setting
 */
public record RuleLine(String words, String about, String setting, String from, String by, String at, String kind, String target) {
}

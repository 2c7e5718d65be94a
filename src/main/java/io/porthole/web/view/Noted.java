package io.porthole.web.view;

/**
 * What the portal noted in English, for its trail or its administrator.
 *
 * @param words the same in the language of the page; null where it has none
 * @param at    ISO instant with which those words end; null where they do not
 * @param quote what the words do not tell, as it was noted; null where they tell all
 */
public record Noted(String words, String at, String quote) {

    /** Nobody knows what it says but who reads it. */
    public static Noted quoted(String quote) {
        return new Noted(null, null, quote);
    }
}

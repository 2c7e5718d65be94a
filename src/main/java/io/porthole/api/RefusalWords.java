package io.porthole.api;

import java.util.Locale;
import java.util.ResourceBundle;

import io.porthole.console.ConsoleRefusal;

/** What a program is told of a refusal, for whoever reads its log: the sentences of the pages, in English. */
final class RefusalWords {

    private static final ResourceBundle.Control NO_FALLBACK = ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    private RefusalWords() {
    }

    static String of(ConsoleRefusal refusal) {
        return switch (refusal) {
            case SESSION_NOT_FOUND -> noSuchSession();
            case NOT_PERMITTED -> notPermitted();
            default -> text("refusal." + refusal + ".title") + ". " + text("refusal." + refusal + ".words");
        };
    }

    /** The page speaks of one that was there. */
    static String noSuchSession() {
        return "There is no such console session, or it is somebody else’s.";
    }

    static String notPermitted() {
        return text("refusal.NOT_PERMITTED.title") + ".";
    }

    private static String text(String key) {
        return ResourceBundle.getBundle("messages", Locale.ENGLISH, RefusalWords.class.getClassLoader(), NO_FALLBACK).getString(key);
    }
}

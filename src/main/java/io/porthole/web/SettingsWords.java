package io.porthole.web;

import static io.porthole.web.NotedRule.rule;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.porthole.web.view.Noted;

/** Puts what was changed in the settings into the words of a page; the trail holds it in English, as io.porthole.SettingsChanges writes it. */
final class SettingsWords {

    private static final String KEY = "([^' ]+): ";
    private static final List<NotedRule> CHANGES = List.of(rule(KEY + "'(.*)' is now '(.*)'", "noted.setting-changed"), rule(KEY + "'(.*)' added", "noted.setting-added"),
            rule(KEY + "'(.*)' taken out", "noted.setting-taken-out"));
    private static final Pattern BETWEEN = Pattern.compile("(?<='| added| taken out); (?=[^' ]+: ')");
    private static final Pattern OF_NEW_NODE = Pattern.compile("a new portal node, compared with '(.*?)': (.*)", Pattern.DOTALL);

    private SettingsWords() {
    }

    /** As soon as one of them cannot be told from its neighbours, for a value may hold anything, all of them stay as they were written. */
    static Noted of(String detail, Locale locale) {
        Matcher ofNewNode = OF_NEW_NODE.matcher(detail);
        Optional<String> words = ofNewNode.matches()
                ? changes(ofNewNode.group(2), locale).map(changes -> BundleMessages.text(locale, "noted.settings-of-new-node", ofNewNode.group(1), changes))
                : changes(detail, locale);
        return words.map(told -> new Noted(told, null, null)).orElseGet(() -> Noted.quoted(detail));
    }

    private static Optional<String> changes(String detail, Locale locale) {
        List<Optional<String>> told = BETWEEN.splitAsStream(detail).map(change -> change(change, locale)).toList();
        return told.stream().reduce((before, next) -> before.flatMap(first -> next.map(second -> BundleMessages.text(locale, "noted.setting-and", first, second)))).orElseThrow();
    }

    private static Optional<String> change(String change, Locale locale) {
        return CHANGES.stream().map(rule -> rule.tell(change, locale)).flatMap(Optional::stream).map(Noted::words).findFirst();
    }
}

package io.porthole.web;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.porthole.web.view.Noted;

/**
 * How one kind of note is put into the words of a page: its form, whose groups are the values of the words. The group "at" is a time, "own" what libvirt or whoever
 * is on the way to it said, and "quote" what stays as it was said.
 *
 * @param key  of the words
 * @param codes for each group in turn the beginning of the keys of its words, where it is a code; "" or nothing where it stands as it is
 */
record NotedRule(Pattern form, String key, List<String> codes) {

    static NotedRule rule(String form, String key, String... codes) {
        return new NotedRule(Pattern.compile(form, Pattern.DOTALL), key, List.of(codes));
    }

    /** @return empty where the note is not of this form, or has a code of another version */
    Optional<Noted> tell(String note, Locale locale) {
        Matcher found = form.matcher(note);
        if (!found.matches()) {
            return Optional.empty();
        }
        Object[] values = new Object[found.groupCount()];
        for (int i = 0; i < values.length; i++) {
            String code = i < codes.size() ? codes.get(i) : "";
            String value = found.group(i + 1);
            Optional<String> word = code.isEmpty() ? Optional.of(value) : BundleMessages.known(locale, code + value.replace(' ', '-'));
            if (word.isEmpty()) {
                return Optional.empty();
            }
            values[i] = word.get();
        }
        String words = BundleMessages.text(locale, key, values);
        Optional<Noted> own = named(found, "own").map(said -> NodeCause.noted(said, locale));
        String quote = own.map(Noted::quote).or(() -> named(found, "quote")).orElse(null);
        String whole = own.map(Noted::words).map(cause -> BundleMessages.text(locale, "noted.both", words, cause)).orElse(words);
        return Optional.of(new Noted(whole, named(found, "at").orElse(null), quote));
    }

    private Optional<String> named(Matcher found, String name) {
        return form.pattern().contains("(?<" + name + ">") ? Optional.of(found.group(name)) : Optional.empty();
    }
}

package io.porthole.console.comparison;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How the trail is told of an end: what the rows of the history say of it, to the microsecond and the byte, so that a later change of them shows. With it the detail
 * of a CONSOLE_ENDED begins, and what broke follows after a colon, which may quote a stranger's server:
 *
 * <pre>NODE_LOST (connection=5f0c… asked=2026-03-01T10:00:00.123456Z opened=… reached=… closed=… to_browser=1234 to_vm=56): connection reset</pre>
 *
 * <p>PostgreSQL makes the same words of the rows when it is told and when it is compared; nothing of them is taken to be a number or a time again.
 *
 * @param reason the name of the end
 * @param toBrowser bytes; null where an older Porthole did not tell, or nobody ever came, and so is toVm
 */
public record ToldEnd(String reason, Long toBrowser, Long toVm, String cause) {

    /** In SQL, of a connection {@code c} and its visit {@code s}. */
    public static final String OF_CONNECTION = "c.end_reason || ' (connection=' || c.id || ' asked=' || " + time("s.asked_at") + " || ' opened=' || " + time("c.opened_at")
            + " || coalesce(' reached=' || " + time("c.established_at") + ", '') || ' closed=' || " + time("c.closed_at")
            + " || ' to_browser=' || c.bytes_to_browser || ' to_vm=' || c.bytes_to_vm || ')'";
    /** In SQL, of a visit {@code s} that nobody came to. */
    public static final String OF_UNVISITED = "s.end_reason || ' (asked=' || " + time("s.asked_at") + " || ' ended=' || " + time("s.ended_at") + " || ')'";

    /** In SQL, of the event {@code e}: the words, where it has them; null for one that is older than they are. */
    static final String OF_EVENT = "substring(e.detail from '^[A-Z_]+ \\([a-z]+=[^)]*\\)')";

    private static final Pattern DETAIL = Pattern.compile("([A-Z_]+)(?: \\(([a-z]+=[^)]*)\\))?(?:: (.*))?", Pattern.DOTALL);

    private static String time(String column) {
        return "to_char(" + column + " at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')";
    }

    /** @return what the detail of a CONSOLE_ENDED says; empty for one of another version */
    public static Optional<ToldEnd> read(String detail) {
        Matcher found = DETAIL.matcher(detail == null ? "" : detail);
        if (!found.matches()) {
            return Optional.empty();
        }
        Map<String, String> words = found.group(2) == null ? Map.of() : Stream.of(found.group(2).split(" ")).map(word -> word.split("=", 2)).filter(pair -> pair.length == 2)
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (first, second) -> first));
        return Optional.of(new ToldEnd(found.group(1), number(words.get("to_browser")), number(words.get("to_vm")), found.group(3)));
    }

    private static Long number(String digits) {
        return digits != null && digits.matches("\\d{1,18}") ? Long.valueOf(digits) : null;
    }
}

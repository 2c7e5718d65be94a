package io.porthole.web;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.porthole.console.AttemptSettings;
import io.porthole.console.ConsoleSettings;
import io.porthole.console.SharingSettings;
import io.porthole.console.SharingSettings.Sharing;
import io.porthole.console.TimeLimitSettings;
import io.porthole.console.TimeLimitSettings.TimeLimits;
import io.porthole.identity.Account;
import io.porthole.identity.OwnLimit;
import io.porthole.web.view.LimitRow;
import io.porthole.web.view.PersonLimit;

/** Puts into words how many consoles there may be, for how long, and for how many people at a time: the settings, and where projects differ. */
@ApplicationScoped
public class LimitRows {

    private final ConsoleSettings consoles;
    private final TimeLimitSettings times;
    private final SharingSettings sharing;
    private final AttemptSettings attempts;
    private final SettingPlaces places;

    protected LimitRows() {
        this(null, null, null, null, null);
    }

    @Inject
    public LimitRows(ConsoleSettings consoles, TimeLimitSettings times, SharingSettings sharing, AttemptSettings attempts, SettingPlaces places) {
        this.consoles = consoles;
        this.times = times;
        this.sharing = sharing;
        this.attempts = attempts;
        this.places = places;
    }

    List<LimitRow> all() {
        List<LimitRow> rows = new ArrayList<>();
        rows.add(number("max_sessions_per_user", consoles.perUser()));
        rows.add(number("max_sessions_per_instance", consoles.perInstance()));
        rows.add(number("max_sessions_per_address", consoles.perAddress()));
        rows.add(number("max_sessions_in_all", consoles.inAll()));
        rows.add(number("console_attempts_per_address", attempts.asked()));
        rows.add(number("refused_attempts_per_address", attempts.refused()));
        withProjects(rows, times.everywhere(), times.byProject(), TimeLimits::idle, (project, limit) -> time("idle_timeout", project, limit));
        withProjects(rows, times.everywhere(), times.byProject(), TimeLimits::longest, (project, limit) -> time("max_session", project, limit));
        withProjects(rows, sharing.everywhere(), sharing.byProject(), Sharing::exclusive, (project, yes) -> flag("exclusive", project, yes));
        withProjects(rows, sharing.everywhere(), sharing.byProject(), Sharing::invitations, (project, yes) -> flag("invitations", project, yes));
        return rows;
    }

    /** For all, and where a project differs. */
    private static <T, V> void withProjects(List<LimitRow> rows, T everywhere, Map<String, T> byProject, Function<T, V> part, BiFunction<String, V, LimitRow> row) {
        V standard = part.apply(everywhere);
        rows.add(row.apply(null, standard));
        new TreeMap<>(byProject).forEach((project, own) -> {
            if (!part.apply(own).equals(standard)) {
                rows.add(row.apply(project, part.apply(own)));
            }
        });
    }

    PersonLimit of(Account account) {
        OwnLimit own = account.limit();
        int most = own == null ? consoles.perUser() : own.most();
        return new PersonLimit(account.id().toString(), account.name(), most == 0 ? "unlimited" : "number", most, own == null ? null : own.by(),
                own == null ? null : own.at().toString());
    }

    private LimitRow number(String key, int most) {
        return row(key, null, most == 0 ? "unlimited" : "number", most);
    }

    private LimitRow time(String key, String project, Duration limit) {
        if (limit.isZero()) {
            return row(key, project, "unlimited", 0);
        }
        if (limit.toSeconds() % 3600 == 0) {
            return row(key, project, "hours", limit.toHours());
        }
        return limit.toSeconds() % 60 == 0 ? row(key, project, "minutes", limit.toMinutes()) : row(key, project, "seconds", limit.toSeconds());
    }

    private LimitRow flag(String key, String project, boolean yes) {
        return row(key, project, yes ? "yes" : "no", 0);
    }

    private LimitRow row(String words, String project, String value, long amount) {
        String key = project == null ? words : "project." + project + "." + words;
        return new LimitRow(words, project, value, amount, key, places.of(key));
    }
}

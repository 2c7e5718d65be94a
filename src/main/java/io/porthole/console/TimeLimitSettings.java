package io.porthole.console;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import io.porthole.settings.Settings;

/**
 * After which time an open console ends by itself, for all projects and where one differs.
 *
 * @param everywhere for projects that say nothing, and for VMs of no project
 */
public record TimeLimitSettings(TimeLimits everywhere, Map<String, TimeLimits> byProject) {

    /**
     * @param idle without a key or mouse message from the person; zero: no limit
     * @param longest whatever the person does; zero: no limit
     */
    public record TimeLimits(Duration idle, Duration longest) {
    }

    private static final TimeLimits NONE = new TimeLimits(Duration.ZERO, Duration.ZERO);
    private static final Duration MOST_IDLE = Duration.ofDays(30);
    private static final Duration MOST = Duration.ofDays(365);

    public static TimeLimitSettings from(Settings settings) {
        TimeLimits everywhere = limits(settings, "", NONE);
        Map<String, TimeLimits> byProject = new HashMap<>();
        for (String project : settings.namesUnder("project")) {
            byProject.put(project, limits(settings, "project." + project + ".", everywhere));
        }
        return new TimeLimitSettings(everywhere, Map.copyOf(byProject));
    }

    private static TimeLimits limits(Settings settings, String prefix, TimeLimits otherwise) {
        return new TimeLimits(settings.duration(prefix + "idle_timeout", otherwise.idle(), Duration.ZERO, MOST_IDLE),
                settings.duration(prefix + "max_session", otherwise.longest(), Duration.ZERO, MOST));
    }

    /** @param project null for a VM of no project */
    TimeLimits of(String project) {
        return project == null ? everywhere : byProject.getOrDefault(project, everywhere);
    }
}

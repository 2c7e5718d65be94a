package io.porthole.web.view;

import java.util.List;

/**
 * The page of limits and rules of recording.
 *
 * @param projects by name, to choose from
 * @param people   those whose limit differs from the settings
 * @param further  whether there are more of them
 * @param problem  what was wrong with what was asked for; null when nothing was
 * @param cause    in the server's own words; null where there is none
 */
public record AdminRulesView(List<RuleLine> recording, List<LimitRow> limits, List<PersonLimit> people, boolean further, List<String> projects, String problem, String cause) {
}

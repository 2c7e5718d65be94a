package io.porthole.web.view;

import java.util.List;

/** @param hour as two digits; cells: of the seven weekdays, Monday first */
public record UsageHour(String hour, List<UsageCell> cells) {
}

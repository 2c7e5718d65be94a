package io.porthole.web.view;

import java.util.List;

/**
 * How much consoles are used.
 *
 * @param days   so many, back from now; spans: what can be chosen
 * @param zone   whose hours they are
 * @param chosen whether that zone was asked for
 * @param visits in all
 * @param hours  24 rows of seven cells, from midnight and from Monday
 */
public record UsageView(int days, List<Integer> spans, String zone, boolean chosen, long visits, List<UsageHour> hours, List<UsagePlace> people, List<UsagePlace> vms) {
}

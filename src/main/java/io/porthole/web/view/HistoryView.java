package io.porthole.web.view;

import java.util.List;
import java.util.Map;

/**
 * One page of the history of console sessions.
 *
 * @param orders the heads of the columns by which it can be sorted
 * @param previous URL of the page before, or null
 * @param next URL of the page after, or null
 * @param chain whether all of it is as it was written
 * @param syslog null while its receiver is up to date, or there is none
 * @param removed null while all visits that ever were are there
 * @param visitFault the first console that is not as the audit trail tells it, or null
 * @param shown how many rows this page has
 * @param lookedBackTo ISO instant until which it was looked, where that was not far enough to fill the page; else null
 * @param looked whether it was not looked far enough in another order than the newest first
 * @param recordings by the id of their session, as the rows have it
 */
public record HistoryView(HistoryFilter filter, HistoryOrders orders, List<HistoryRow> rows, String previous, String next, long shown, String lookedBackTo, boolean looked, ChainView chain, SyslogView syslog,
        RemovedVisits removed, VisitFault visitFault, Map<String, List<RecordingLink>> recordings) {
}

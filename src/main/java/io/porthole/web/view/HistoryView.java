package io.porthole.web.view;

import java.util.List;
import java.util.Map;

/**
 * One page of the history of console sessions, newest first.
 *
 * @param newer URL of the page before, or null
 * @param older URL of the page after, or null
 * @param chain whether all of it is as it was written
 * @param syslog null while its receiver is up to date, or there is none
 * @param removed null while all visits that ever were are there
 * @param visitFault the first console that is not as the audit trail tells it, or null
 * @param shown how many rows this page has
 * @param lookedBackTo ISO instant until which it was looked, where that was not far enough to fill the page; else null
 * @param recordings by the id of their session, as the rows have it
 */
public record HistoryView(HistoryFilter filter, List<HistoryRow> rows, String newer, String older, long shown, String lookedBackTo, ChainView chain, SyslogView syslog,
        RemovedVisits removed, VisitFault visitFault, Map<String, List<RecordingLink>> recordings) {
}

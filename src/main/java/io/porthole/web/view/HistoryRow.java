package io.porthole.web.view;

/**
 * One console session, or one refused attempt.
 *
 * @param address    where the browser was
 * @param door       PAGE, API, NOVA or NOVA_PROXY
 * @param state      AUTHORIZED, ACTIVE, WAITING, ENDED or REFUSED
 * @param asked      ISO instant, as are connected and ended; null when it did not come to that
 * @param endedAbout whether the end's time is approximate
 * @param duration   null when it did not connect, or goes on
 * @param toBrowser  bytes in words, or null; as is toVm
 * @param reason     message key: end.NAME or refusal.NAME.title; null while it goes on
 * @param viewOnly   whether it was asked for to look only
 * @param withheld   messages of the browser that were held back for lack of a right
 * @param cause      what broke, or why it was refused, for administrators; else null
 * @param cutBy      who ended it from elsewhere, or null
 * @param cutWords   what they said to the person; empty when nothing
 * @param watching   whether it watched another visit
 */
public record HistoryRow(String id, String user, String vm, String project, String node, String address, String door,
        String state, String asked, String connected, String ended, boolean endedAbout, TimeSpan duration,
        String toBrowser, String toVm, String reason, int connections, boolean viewOnly, long withheld, String cause,
        String cutBy, String cutWords, boolean watching) {
}

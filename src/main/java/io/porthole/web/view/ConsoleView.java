package io.porthole.web.view;

/**
 * The console page, for both of its doors.
 *
 * @param sessionId what a person quotes when something broke
 * @param tokenUrl  where the page asks for its next token; null when the URL itself admits
 * @param firstPath where its first WebSocket is, if it need not ask; else null
 * @param bearer    whether the page was opened by a bearer URL, without a sign-in
 * @param viewOnly  whether keys and pointer are withheld; the proxy does that, the page only says it
 * @param recorded whether the proxy records it: message key, console.recorded or console.recorded.maybe; null when not
 * @param exclusive whether it is for one person at a time
 * @param reconnectSeconds how long the page tries to come back by itself
 * @param mayInvite whether the person may let others onto this console
 * @param offers what else is offered beside the screen
 */
public record ConsoleView(String sessionId, String instanceId, String vmName, String projectName, String nodeName,
        String state, String tokenUrl, String firstPath, boolean bearer, boolean viewOnly, String recorded, boolean exclusive, long reconnectSeconds, boolean mayInvite,
        ConsoleOffers offers) {
}

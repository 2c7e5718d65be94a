package io.porthole.web.view;

/**
 * One event of the audit trail; what did not apply is null.
 *
 * @param at        ISO instant
 * @param action    name of the action
 * @param refusal   message key of why it was refused, where that has words; code is its name
 * @param believed  whether the address was taken from the forwarded chain
 * @param browser   what the client calls itself, in words; agent, whole
 * @param session   id of the console session, whose story there is
 * @param ending    message key of how a console ended, which its detail opens with
 * @param toBrowser bytes, in words, that had gone there at that end; null where that is not told: so is toVm
 * @param noted     what else there is to say; null when there is nothing
 */
public record EventRow(long id, String at, String action, String user, String onBehalfOf, String address, String forwarded, boolean believed, String browser, String agent,
        String portalNode, String vm, String project, String node, String door, String refusal, String code, String session, String incident, String ending,
        String toBrowser, String toVm, Noted noted) {
}

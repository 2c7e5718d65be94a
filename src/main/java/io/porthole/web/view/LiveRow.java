package io.porthole.web.view;

/**
 * A console that is open.
 *
 * @param id of its connection; the session is what is cut
 * @param userId null for somebody whom only Nova knows
 * @param since ISO instant
 * @param reached whether the VM's screen was reached
 * @param watched whose console it watches, or null
 * @param rateToBrowser bytes in words, in a second; as is rateToVm
 * @param toBrowser bytes in words, since it opened; as is toVm
 * @param own whether it is the reader's own, who may end it
 * @param mayCut whether the reader may end it as an administrator
 * @param mayWatch whether the reader may watch it
 */
public record LiveRow(String id, String session, String user, String userId, String vm, String instanceId, String project, String node, String address, String door,
        String portalNode, String since, boolean reached, boolean viewOnly, String watched, String rateToBrowser, String rateToVm, String toBrowser, String toVm,
        boolean own, boolean mayCut, boolean mayWatch) {
}

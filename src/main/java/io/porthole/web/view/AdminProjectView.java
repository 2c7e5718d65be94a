package io.porthole.web.view;

import java.util.List;

/**
 * One project, with what an administrator can change about it.
 *
 * @param problem message key of why a change was not made, or null
 */
public record AdminProjectView(AdminProjectRow project, List<MemberLine> members, List<VmLine> vms, String problem) {
}

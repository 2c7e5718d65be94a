package io.porthole.web.view;

import java.util.List;

/**
 * The VMs of no project, to be brought into one.
 *
 * @param total   how many there are; the rows are the first of them
 * @param problem message key of why nothing was changed, or null
 */
public record AdminUnclaimedView(List<UnclaimedRow> rows, long total, List<ProjectOption> projects, String problem) {
}

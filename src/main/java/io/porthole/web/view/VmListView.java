package io.porthole.web.view;

import java.util.List;

/**
 * One page of the VM list.
 *
 * @param query   what was searched for, "" for everything
 * @param page    from 1
 * @param total   how many VMs there are on all pages of this search
 * @param empty   message key when rows is empty: vms.empty.none, vms.empty.search, vms.empty.no-nodes, vms.empty.no-project
 * @param shared  VMs of others that the reader may visit by an invitation
 * @param wall    whether it is shown as a wall of screens, else as a table
 * @param version differs whenever anything on this page differs; the ETag of the list's fragment
 */
public record VmListView(String query, int page, int pages, long total, List<VmRow> rows, List<NodeTrouble> troubles,
        String empty, List<SharedRow> shared, String version, boolean wall) {
}

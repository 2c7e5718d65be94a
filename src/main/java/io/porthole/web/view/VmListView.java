package io.porthole.web.view;

import java.util.List;

/**
 * One page of the VM list.
 *
 * @param query   what was searched for, "" for everything
 * @param favouritesOnly whether only the reader's favourites are shown
 * @param wall    whether it is shown as a wall of screens, else as a table
 * @param after   where it begins, as the address has it; "" for the first page
 * @param total   how many VMs there are on all pages of this search
 * @param empty   message key when rows is empty: vms.empty.none, vms.empty.search, vms.empty.favourites, vms.empty.no-nodes, vms.empty.no-project
 * @param shared  VMs of others that the reader may visit by an invitation
 * @param version differs whenever anything on this page differs; the ETag of the list's fragment
 */
public record VmListView(String query, boolean favouritesOnly, boolean wall, String after, long total, List<VmRow> rows, List<NodeTrouble> troubles,
        String empty, List<SharedRow> shared, String version, VmListLinks links) {
}

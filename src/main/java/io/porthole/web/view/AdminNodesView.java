package io.porthole.web.view;

import java.util.List;

/**
 * The page of the compute nodes.
 *
 * @param tested the node that was tested just now; null when none was
 * @param hops   the way to it
 * @param vm     whose screen was looked for, or was to be; empty for any
 */
public record AdminNodesView(List<NodeRow> rows, String tested, List<HopRow> hops, String vm) {

    public long silent() {
        return rows.stream().filter(row -> !row.answers()).count();
    }
}

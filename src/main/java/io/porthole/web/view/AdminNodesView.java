package io.porthole.web.view;

import java.util.List;

/** The page of the compute nodes. */
public record AdminNodesView(List<NodeRow> rows) {
}

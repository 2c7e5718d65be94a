package io.porthole.web;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.porthole.compute.ComputeDriver;
import io.porthole.compute.ComputeNode;
import io.porthole.compute.ComputeSettings;
import io.porthole.compute.NodeSweep;
import io.porthole.console.ConsolePresence;
import io.porthole.console.NodeCheck;
import io.porthole.console.NodeHop;
import io.porthole.identity.AccountRefused;
import io.porthole.identity.AdministratorsOnly;
import io.porthole.instance.InstanceCatalog;
import io.porthole.instance.NodeOccupation;
import io.porthole.web.view.AdminNodesView;
import io.porthole.web.view.HopRow;
import io.porthole.web.view.NodeRow;

/** The compute nodes, for administrators: whether each answers, and if not, why. They are declared in the settings alone. */
@WebServlet("/admin/nodes")
public class AdminNodesServlet extends AccountPageServlet {

    /** Else by name, as they come. */
    private static final Comparator<NodeRow> THOSE_TO_MEND_FIRST = Comparator.comparing(NodeRow::answers);

    @Inject
    private transient AdministratorsOnly administrators;
    @Inject
    private transient InstanceCatalog instances;
    @Inject
    private transient ComputeSettings nodes;
    @Inject
    private transient ComputeDriver driver;
    @Inject
    private transient ConsolePresence presence;
    @Inject
    private transient NodeCheck check;
    @Inject
    private transient Languages languages;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (isAdministrator(request, response)) {
            show(request, response, null, List.of(), "");
        }
    }

    /** Tests the way to a node. */
    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!isAdministrator(request, response)) {
            return;
        }
        String name = parameter(request, "node");
        String vm = parameter(request, "vm");
        Optional<NodeCheck.Result> result = check.test(name, vm, signIn(request).user().name(), address(request));
        if (result.isEmpty()) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        } else {
            show(request, response, name, result.get().hops(), result.get().vm() == null ? vm : result.get().vm());
        }
    }

    private boolean isAdministrator(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            administrators.check(actor(request), "compute nodes");
            return true;
        } catch (AccountRefused refused) {
            showRefused(request, response, refused);
            return false;
        }
    }

    private void show(HttpServletRequest request, HttpServletResponse response, String tested, List<NodeHop> hops, String vm) throws IOException {
        Map<String, Long> consoles = presence.connectionsByNode();
        List<NodeRow> rows = instances.nodes().stream().map(node -> row(node, consoles.getOrDefault(node.state().name(), 0L))).sorted(THOSE_TO_MEND_FIRST).toList();
        pages().show(request, response, "admin-nodes", "admin", "nodes", new AdminNodesView(rows, tested, hops.stream().map(hop -> row(hop, languages.of(request))).toList(), vm));
    }

    private static HopRow row(NodeHop hop, Locale locale) {
        return new HopRow(hop.step().name(), hop.ok(), HopWords.of(hop, locale), hop.why() == null ? null : hop.why().name(), hop.millis());
    }

    private NodeRow row(NodeOccupation node, long consoles) {
        ComputeNode declared = nodes.node(node.state().name()).orElse(null);
        NodeSweep sweep = declared == null ? null : driver.lastSweep(declared).orElse(null);
        String reason = node.state().answers() ? null : node.state().reason();
        return new NodeRow(node.state().name(), declared == null ? "" : declared.libvirtUri(), declared == null ? "" : declared.serverProxyclientAddress(),
                reason, NodeCause.of(reason).map(NodeCause::key).orElse(null), node.state().since().toString(), sweep == null ? null : sweep.versions().words(),
                sweep == null ? null : sweep.at().toString(), sweep == null ? 0 : sweep.took().toMillis(), vms(node), consoles, declared != null && declared.vncEnabled());
    }

    private static List<NodeRow.VmsInState> vms(NodeOccupation node) {
        return node.vms().entrySet().stream().map(vms -> new NodeRow.VmsInState(vms.getKey().name(), vms.getValue())).toList();
    }
}

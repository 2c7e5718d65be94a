package io.porthole.compute.libvirt;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.libvirt.Connect;
import org.libvirt.Domain;
import org.libvirt.DomainInfo;
import org.libvirt.DomainInfo.DomainState;
import org.libvirt.Error.ErrorNumber;
import org.libvirt.LibvirtException;
import org.libvirt.event.DomainEvent;
import org.libvirt.event.DomainEventType;
import org.libvirt.event.StoppedDetail;
import org.libvirt.event.SuspendedDetail;

import io.porthole.compute.ComputeNode;
import io.porthole.compute.InstanceId;
import io.porthole.compute.InstanceReport;
import io.porthole.compute.NodeWatcher;
import io.porthole.compute.PowerState;

/** Reads a node's domains and tells the watcher, one thing at a time, so that an old reading never follows a newer one. */
final class NodeNews {

    /** VIR_DOMAIN_XML_SECURE: the description with its passwords. */
    static final int WITH_SECRETS = 1;
    /** libvirt counts memory in KiB. */
    private static final long KIB_PER_MIB = 1024;
    private static final Duration READ_DEADLINE = Duration.ofSeconds(30);
    private static final System.Logger LOG = System.getLogger(NodeNews.class.getName());

    private final ComputeNode node;
    private final NodeWatcher watcher;
    private final NodeCalls calls;
    private final ListenCheck listens;

    NodeNews(ComputeNode node, NodeWatcher watcher, NodeCalls calls) {
        this.node = node;
        this.watcher = watcher;
        this.calls = calls;
        this.listens = new ListenCheck(node);
    }

    /** From libvirt's event thread, which must not wait: the domain is read on one of the node's own threads. */
    void changed(Domain domain, DomainEvent event) {
        String uuid;
        Connect connection;
        try {
            uuid = domain.getUUIDString();
            connection = domain.getConnect();
        } catch (LibvirtException e) {
            LOG.log(System.Logger.Level.DEBUG, "an event without a domain", e);
            return;
        }
        calls.start(READ_DEADLINE, () -> {
            if (leaves(event)) {
                leave(uuid);
            } else {
                readOne(connection, uuid, wasPausedHere(event));
            }
            return null;
        }).whenComplete((nothing, failure) -> {
            if (failure != null) {
                LOG.log(System.Logger.Level.DEBUG, "reading a changed domain of " + node.name() + " failed; the next sweep finds it", failure);
            }
        });
    }

    /** What its description says from here on is of a domain that is paused or off, as if the VM were. */
    private static boolean leaves(DomainEvent event) {
        return switch (event.getType()) {
            case SUSPENDED -> event.<SuspendedDetail>getDetail() == SuspendedDetail.MIGRATED;
            case STOPPED -> event.<StoppedDetail>getDetail() == StoppedDetail.MIGRATED;
            default -> false;
        };
    }

    /**
     * libvirt tells of no pause while a domain comes in, though it is paused from its first moment. Of one that was paused before it
     * left it tells when all of it has arrived.
     */
    private static boolean wasPausedHere(DomainEvent event) {
        return event.getType() == DomainEventType.SUSPENDED && event.<SuspendedDetail>getDetail() == SuspendedDetail.PAUSED;
    }

    private synchronized void leave(String uuid) {
        watcher.instanceMoves(node, InstanceId.parse(uuid).orElseThrow());
    }

    private synchronized void readOne(Connect connection, String uuid, boolean wasPausedHere) throws LibvirtException {
        InstanceId id = InstanceId.parse(uuid).orElseThrow();
        try {
            Domain domain = connection.domainLookupByUUIDString(uuid);
            try {
                InstanceReport report = report(domain, DomainXml.parse(domain.getXMLDesc(0)));
                if (wasPausedHere && report.state() == PowerState.PAUSED) {
                    watcher.instancePaused(node, report);
                } else {
                    watcher.instanceChanged(node, report);
                }
            } finally {
                domain.free();
            }
        } catch (LibvirtException e) {
            if (!isGone(e)) {
                throw e;
            }
            watcher.instanceGone(node, id);
        }
    }

    synchronized void all(Connect connection) throws LibvirtException {
        List<InstanceReport> reports = new ArrayList<>();
        Map<String, List<String>> listening = new TreeMap<>();
        Domain[] domains = connection.listAllDomains(0);
        try {
            for (Domain domain : domains) {
                addUnlessGone(domain, reports, listening);
            }
        } finally {
            for (Domain domain : domains) {
                domain.free();
            }
        }
        watcher.instancesAre(node, reports);
        listens.complaint(listening).ifPresent(complaint -> LOG.log(System.Logger.Level.WARNING, complaint));
    }

    private void addUnlessGone(Domain domain, List<InstanceReport> reports, Map<String, List<String>> listening) throws LibvirtException {
        try {
            DomainXml xml = DomainXml.parse(domain.getXMLDesc(0));
            InstanceReport report = report(domain, xml);
            reports.add(report);
            if (report.state().hasScreen()) {
                listening.put(xml.name(), xml.vncListens());
            }
        } catch (LibvirtException e) {
            if (!isGone(e)) {
                throw e;
            }
        } catch (IllegalArgumentException e) {
            LOG.log(System.Logger.Level.WARNING, "a domain cannot be read and is left out", e);
        }
    }

    private static boolean isGone(LibvirtException e) {
        return e.getError() != null && e.getError().getCode() == ErrorNumber.VIR_ERR_NO_DOMAIN;
    }

    private InstanceReport report(Domain domain, DomainXml xml) throws LibvirtException {
        InstanceId id = InstanceId.parse(domain.getUUIDString()).orElseThrow();
        DomainInfo info = domain.getInfo();
        return new InstanceReport(id, xml.name(), xml.displayName(), xml.project().orElse(null), state(info.state),
                node.vncEnabled() && xml.hasVnc(), info.nrVirtCpu, (int) (info.maxMem / KIB_PER_MIB));
    }

    private static PowerState state(DomainState state) {
        return switch (state) {
            case VIR_DOMAIN_RUNNING, VIR_DOMAIN_BLOCKED -> PowerState.RUNNING;
            case VIR_DOMAIN_PAUSED, VIR_DOMAIN_PMSUSPENDED -> PowerState.PAUSED;
            case VIR_DOMAIN_SHUTDOWN -> PowerState.TRANSITION;
            case VIR_DOMAIN_SHUTOFF -> PowerState.OFF;
            case VIR_DOMAIN_CRASHED -> PowerState.CRASHED;
            default -> PowerState.UNKNOWN;
        };
    }
}

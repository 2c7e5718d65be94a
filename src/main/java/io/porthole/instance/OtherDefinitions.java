package io.porthole.instance;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;

import io.porthole.compute.InstanceReport;

/**
 * What compute nodes told of VMs that are switched off there and known at another node, as where nodes share their VMs' disks and descriptions.
 * It counts as soon as the VM is gone from where it is known. Each portal node hears all of it by itself, so that it stands in no table.
 */
@ApplicationScoped
class OtherDefinitions {

    /** By the node's name. */
    private final Map<String, Map<UUID, InstanceReport>> told = new ConcurrentHashMap<>();

    /** A VM at a node. */
    record Definition(String node, InstanceReport report) {
    }

    void add(String node, InstanceReport report) {
        told.computeIfAbsent(node, name -> new ConcurrentHashMap<>()).put(report.id().uuid(), report);
    }

    void forget(String node, UUID id) {
        Map<UUID, InstanceReport> ofNode = told.get(node);
        if (ofNode != null) {
            ofNode.remove(id);
        }
    }

    /** All of that node's: it tells anew. */
    void forget(String node) {
        told.remove(node);
    }

    /** @return what a node told that is not this one */
    Optional<Definition> elsewhereThan(String node, UUID id) {
        return told.entrySet().stream().filter(other -> !other.getKey().equals(node) && other.getValue().containsKey(id))
                .map(other -> new Definition(other.getKey(), other.getValue().get(id))).filter(definition -> definition.report() != null).findFirst();
    }
}

package io.porthole.instance;

import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;

import io.porthole.identity.ProjectUse;

/** Counts the VMs that the compute nodes said belong to a project. */
@ApplicationScoped
public class VmsOfProjects implements ProjectUse {

    @PersistenceContext
    private EntityManager database;

    @Override
    @Transactional
    public Map<String, Long> vms(Collection<String> projects) {
        if (projects.isEmpty()) {
            return Map.of();
        }
        return database.createQuery("select i.project, count(i) from InstanceRow i where i.project in :projects group by i.project", Tuple.class)
                .setParameter("projects", projects).getResultStream()
                .collect(Collectors.toMap(row -> row.get(0, String.class), row -> row.get(1, Long.class)));
    }
}

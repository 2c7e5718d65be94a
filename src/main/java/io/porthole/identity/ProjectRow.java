package io.porthole.identity;

import java.util.UUID;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

@Entity
@Table(name = "projects")
class ProjectRow {

    @Id
    private UUID id;
    private String name;
    private String description;
    private boolean declared;

    protected ProjectRow() {
    }

    ProjectRow(String name) {
        this.id = UUID.randomUUID();
        this.name = name;
        this.description = "";
    }

    UUID id() {
        return id;
    }

    Project project() {
        return new Project(id, name);
    }

    String description() {
        return description;
    }

    boolean declared() {
        return declared;
    }

    void describe(String words) {
        this.description = words;
    }

    void declare(String words) {
        this.description = words;
        this.declared = true;
    }

    /** From now on the settings have no say. */
    void forget() {
        this.declared = false;
    }
}

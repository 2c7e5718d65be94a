package io.porthole.instance;

import java.time.Instant;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

@Entity
@Table(name = "node_states")
class NodeStateRow {

    @Id
    private String name;
    private boolean answers;
    private String reason;
    private Instant since;

    protected NodeStateRow() {
    }

    NodeStateRow(String name, Instant now) {
        this.name = name;
        this.reason = "not asked yet";
        this.since = now;
    }

    void answers(Instant now) {
        if (!answers) {
            since = now;
        }
        answers = true;
        reason = "";
    }

    void isSilent(String why, Instant now) {
        if (answers) {
            since = now;
        }
        answers = false;
        reason = why;
    }

    boolean answering() {
        return answers;
    }

    String reason() {
        return reason;
    }

    NodeState state() {
        return new NodeState(name, answers, reason, since);
    }
}

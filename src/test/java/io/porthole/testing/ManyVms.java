package io.porthole.testing;

import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** VMs in a project of their own on a compute node of their own that nobody watches, so that they are there and run until the test removes them. */
public final class ManyVms implements AutoCloseable {

    private final TestDatabase database = PortalUnderTest.database();
    private final String name = "crowd-" + UUID.randomUUID();

    private ManyVms() {
    }

    /** @param howMany {@code vm-00001} and so on */
    public static ManyVms of(int howMany) throws SQLException {
        ManyVms vms = new ManyVms();
        vms.database.update("insert into projects (id, name) values (?, ?)", UUID.randomUUID(), vms.name);
        vms.database.update("insert into node_states (name, answers, reason) values (?, true, '')", vms.name);
        vms.addUpTo(howMany);
        return vms;
    }

    /** More of them, until there are so many. */
    public void addUpTo(int howMany) throws SQLException {
        database.update("insert into instances (id, node, name, display_name, project, state, vnc) select gen_random_uuid(), ?, 'vm-' || lpad(i::text, 5, '0'),"
                + " 'vm-' || lpad(i::text, 5, '0'), ?, 'RUNNING', true from generate_series((select count(*) + 1 from instances where node = ?), ?) i", name, name, name, howMany);
    }

    public UUID add(String vmName) throws SQLException {
        UUID id = UUID.randomUUID();
        database.update("insert into instances (id, node, name, display_name, project, state, vnc) values (?, ?, ?, ?, ?, 'RUNNING', true)", id, name, vmName, vmName, name);
        return id;
    }

    public void remove(UUID id) throws SQLException {
        database.update("delete from instances where id = ?", id);
    }

    /** @return all of them as they are now, by name */
    public List<UUID> ids() throws SQLException {
        return database.rows("select id from instances where node = ? order by lower(display_name), id", name).stream().map(row -> (UUID) row.get("id")).toList();
    }

    public String node() {
        return name;
    }

    /** @return the name of a new member of their project */
    public String member() throws SQLException {
        return Account.freshMember(name);
    }

    @Override
    public void close() throws SQLException {
        database.update("delete from console_sessions where node = ?", name);
        database.update("delete from node_states where name = ?", name);
        database.update("delete from users u using memberships m, projects p where m.user_id = u.id and m.project_id = p.id and p.name = ?", name);
        database.update("delete from projects where name = ?", name);
    }
}

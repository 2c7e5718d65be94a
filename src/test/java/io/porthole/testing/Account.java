package io.porthole.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import java.util.UUID;

/**
 * Who stands in the settings of the portal under test, each with the same password. They are few because the portal hashes
 * the password of each at its start; a test that changes a user makes one of its own with {@link #freshMember}.
 */
public enum Account {

    /** Uses {@code desktop}, {@code rescue}, {@code archive} and {@code headless}. */
    DEMO("studio:member"),
    /** Uses {@code vault}. */
    EVE("treasury:member"),
    /** Uses the VMs that {@link ComputeNodesUnderTest#freshVm} gives to each test. */
    WORKER("workshop:member"),
    /** Uses the VMs of {@link QemuVms}. */
    TENANT(QemuVms.PROJECT + ":member"),
    /** Uses {@code vault} of {@link QemuVms}, whose consoles are recorded. */
    ACTOR(QemuVms.OTHER_PROJECT + ":member"),
    AUDITOR("studio:auditor"),
    ADMIN("studio:admin, treasury:admin");

    public static final String PASSWORD = "correct horse battery";

    /** Not those of bin/demo: where it ran, its VMs are still defined under libvirt, and node {@code real} reports them. */
    private static final String[] PROJECTS = {"studio", "treasury", "workshop", "names", "many", QemuVms.PROJECT, QemuVms.OTHER_PROJECT};

    private final String memberships;

    Account(String memberships) {
        this.memberships = memberships;
    }

    public String userName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @return the name of a new user with {@link #PASSWORD}, member of these projects, whom no other test knows */
    public static String freshMember(String... projects) throws SQLException {
        UUID id = UUID.randomUUID();
        String name = "fresh-" + id;
        TestDatabase database = PortalUnderTest.database();
        database.update("insert into users (id, name, password_hash) select ?, ?, password_hash from users where name = ?", id, name, WORKER.userName());
        for (String project : projects) {
            database.update("insert into memberships (user_id, project_id, role) select ?, id, 'MEMBER' from projects where name = ?", id, project);
        }
        return name;
    }

    /** @return the name of a new administrator with {@link #PASSWORD}, whom no other test knows */
    public static String freshAdministrator() throws SQLException {
        String name = freshMember();
        PortalUnderTest.database().update("insert into memberships (user_id, project_id, role) select u.id, p.id, 'ADMIN' from users u, projects p"
                + " where u.name = ? and p.name = 'studio'", name);
        return name;
    }

    /** @return the id of the user of this name */
    public static UUID idOf(String userName) throws SQLException {
        return (UUID) PortalUnderTest.database().value("select id from users where name = ?", userName);
    }

    static void writeSettings(Path folder, StringBuilder settings) throws IOException {
        Files.writeString(folder.resolve("password"), PASSWORD);
        for (String project : PROJECTS) {
            settings.append("project.%1$s.description=Project %1$s\n".formatted(project));
        }
        for (Account account : values()) {
            settings.append("user.%1$s.password_file=password\nuser.%1$s.memberships=%2$s\n".formatted(account.userName(), account.memberships));
        }
    }
}

package io.porthole.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may do what, one line each. */
class UserTest {

    private enum Person {
        MEMBER(false, false), AUDITOR(false, true), ADMINISTRATOR(true, false), MEMBER_OF_NOTHING(false, false);

        private final User user;

        Person(boolean administrator, boolean auditor) {
            user = new User(new UUID(0, 1), "ann", administrator, auditor, name().equals("MEMBER") ? Set.of("demo", "web") : Set.of());
        }
    }

    @ParameterizedTest
    @CsvSource({"MEMBER, demo, true", "MEMBER, web, true", "MEMBER, ops, false", "MEMBER, Demo, false", "MEMBER, '', false", "MEMBER, , false",
            "AUDITOR, demo, false", "AUDITOR, , false", "MEMBER_OF_NOTHING, demo, false", "MEMBER_OF_NOTHING, , false",
            "ADMINISTRATOR, demo, true", "ADMINISTRATOR, ops, true", "ADMINISTRATOR, , true"})
    void vmsAreForMembersOfTheirProjectAndForAdministrators(Person person, String project, boolean may) {
        assertEquals(may, person.user.mayUse(project));
    }

    @ParameterizedTest
    @CsvSource({"MEMBER, false", "AUDITOR, true", "ADMINISTRATOR, true", "MEMBER_OF_NOTHING, false"})
    void historyIsForAuditorsAndAdministrators(Person person, boolean may) {
        assertEquals(may, person.user.mayAudit());
    }

    @Test
    void rightsDoNotChangeInAUsersHands() {
        Set<String> projects = new HashSet<>(Set.of("demo"));
        User user = new User(new UUID(0, 1), "ann", false, false, projects);
        projects.add("ops");

        assertEquals(false, user.mayUse("ops"));
        assertThrows(UnsupportedOperationException.class, () -> user.memberOf().add("ops"));
    }
}

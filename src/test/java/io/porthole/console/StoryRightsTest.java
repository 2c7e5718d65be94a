package io.porthole.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.audit.RecordedEvent;
import io.porthole.identity.User;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;

import org.junit.jupiter.api.Test;

/** Who may know how much of a visit: reader × visit. */
class StoryRightsTest {

    private static final User MEMBER = new User(UUID.randomUUID(), "ann", false, false, Set.of("studio"));
    private static final User READER = new User(UUID.randomUUID(), "rob", false, false, Set.of(), Set.of("studio"), null);
    private static final User AUDITOR = new User(UUID.randomUUID(), "ada", false, true, Set.of());
    private static final User ADMINISTRATOR = new User(UUID.randomUUID(), "root", true, false, Set.of());
    private static final UUID SOMEBODY = UUID.randomUUID();

    @Test
    void memberKnowsOfVisitsToTheirProject() {
        assertEquals(StoryRights.OF_PROJECT, StoryRights.of(MEMBER, SOMEBODY, "studio"));
        assertEquals(StoryRights.OF_PROJECT, StoryRights.of(MEMBER, null, "studio"));
    }

    @Test
    void memberKnowsNothingOfOtherProjectsAndOfNone() {
        assertEquals(StoryRights.NOTHING, StoryRights.of(MEMBER, SOMEBODY, "treasury"));
        assertEquals(StoryRights.NOTHING, StoryRights.of(MEMBER, SOMEBODY, null));
    }

    @Test
    void whoOnlySeesAVmListedKnowsNothing() {
        assertEquals(StoryRights.NOTHING, StoryRights.of(READER, SOMEBODY, "studio"));
        assertFalse(StoryRights.seesVisitors(READER, "studio"));
    }

    @Test
    void visitorKnowsTheirOwnWhateverTheProject() {
        assertEquals(StoryRights.OWN, StoryRights.of(MEMBER, MEMBER.id(), "studio"));
        assertEquals(StoryRights.OWN, StoryRights.of(MEMBER, MEMBER.id(), "treasury"));
    }

    @Test
    void auditorAndAdministratorKnowOfAll() {
        assertEquals(StoryRights.AUDITOR, StoryRights.of(AUDITOR, SOMEBODY, "treasury"));
        assertEquals(StoryRights.ADMINISTRATOR, StoryRights.of(ADMINISTRATOR, SOMEBODY, null));
    }

    @Test
    void causesAreForAdministratorsAndSourcesForVisitorsAndAuditors() {
        for (StoryRights rights : StoryRights.values()) {
            assertEquals(rights == StoryRights.ADMINISTRATOR, rights.causes(), rights.name());
        }
        assertFalse(StoryRights.OF_PROJECT.sources() || StoryRights.OF_PROJECT.words() || StoryRights.OF_PROJECT.audits());
        assertTrue(StoryRights.OWN.sources() && StoryRights.OWN.words() && !StoryRights.OWN.audits());
        assertTrue(StoryRights.AUDITOR.sources() && StoryRights.AUDITOR.audits());
    }

    @Test
    void memberReadsAnEventWithoutFromWhereAndWhatWasBehindIt() {
        RecordedEvent shown = StoryRights.OF_PROJECT.shown(event("CONSOLE_CUT", "root"), "ann");

        assertEquals("root", shown.userName());
        assertNull(shown.address());
        assertNull(shown.forwarded());
        assertNull(shown.userAgent());
        assertNull(shown.portalNode());
        assertEquals("", shown.detail());
    }

    @Test
    void visitorReadsTheirOwnAddressAndNobodyElses() {
        assertEquals("1.2.3.4", StoryRights.OWN.shown(event("CONSOLE_CONNECTED", "ann"), "ann").address());
        assertNull(StoryRights.OWN.shown(event("CONSOLE_CUT", "root"), "ann").address());
    }

    @Test
    void thatARecordingWasWatchedIsForAuditors() {
        assertFalse(StoryRights.OF_PROJECT.tells(event("RECORDING_WATCHED", "ada")));
        assertFalse(StoryRights.OWN.tells(event("RECORDING_WATCHED", "ada")));
        assertTrue(StoryRights.AUDITOR.tells(event("RECORDING_WATCHED", "ada")));
        assertTrue(StoryRights.OF_PROJECT.tells(event("CONSOLE_CONNECTED", "ann")));
    }

    @Test
    void auditorReadsAnEventAsItStands() {
        RecordedEvent event = event("CONSOLE_CUT", "root");

        assertSame(event, StoryRights.AUDITOR.shown(event, "ann"));
    }

    private static RecordedEvent event(String action, String user) {
        return new RecordedEvent(1, Instant.EPOCH, action, user, null, "1.2.3.4", "5.6.7.8", true, "Firefox", "portal", SOMEBODY, "desktop", "studio", "n1", SOMEBODY, "PAGE",
                null, SOMEBODY, "10.0.0.1:5900: refused");
    }
}

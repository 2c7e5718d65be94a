package io.porthole.testing;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/** What the portal recorded, as its rows and its trail tell it. */
public final class Recordings {

    /** How long the portal under test keeps them. */
    public static final int KEEP_DAYS = 1000;

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private Recordings() {
    }

    /** Where the files are. */
    public static Path folder() {
        return PortalUnderTest.folder().resolve("recordings");
    }

    public static Path keyFile() {
        return PortalUnderTest.folder().resolve("recording.key");
    }

    /** @return the row of this session's recording, as soon as it is in this state */
    public static Map<String, Object> of(UUID session, String state) throws Exception {
        Patience.until("a recording of session " + session + " is " + state, LIMIT,
                () -> PortalUnderTest.database().count("recordings where session_id = ? and state = ?", session, state) > 0);
        return PortalUnderTest.database().rows("select * from recordings where session_id = ?", session).get(0);
    }

    public static long count(UUID session) throws Exception {
        return PortalUnderTest.database().count("recordings where session_id = ?", session);
    }

    /** What the trail says of this in this session; null when it says nothing. */
    public static String trail(UUID session, String action) throws Exception {
        return (String) PortalUnderTest.database().value("select detail from audit_events where session_id = ? and action = ? order by id desc", session, action);
    }
}

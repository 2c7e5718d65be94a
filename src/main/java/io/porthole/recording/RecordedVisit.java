package io.porthole.recording;

import java.util.UUID;

/**
 * A visit to a console, to be recorded or not.
 *
 * @param project null for a VM of no project
 * @param asked whether its person wants it recorded
 */
public record RecordedVisit(UUID instanceId, String project, RecordedRole role, boolean asked) {
}

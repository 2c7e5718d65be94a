package io.porthole.web;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

import io.porthole.recording.RecordedConsole;
import io.porthole.recording.Recordings;
import io.porthole.web.view.RecordingLink;

/** Leads from sessions to what was recorded of them. */
final class RecordingLinks {

    private RecordingLinks() {
    }

    static Map<UUID, List<RecordingLink>> of(Recordings recordings, Collection<UUID> sessions) {
        return recordings.of(sessions).stream().collect(Collectors.groupingBy(RecordedConsole::sessionId, Collectors.mapping(
                recording -> new RecordingLink(recording.id().toString(), recording.plays(), "recording.state." + recording.state()), Collectors.toList())));
    }
}

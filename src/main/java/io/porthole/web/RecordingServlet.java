package io.porthole.web;

import java.io.IOException;
import java.util.Optional;
import java.util.UUID;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.porthole.compute.InstanceId;
import io.porthole.identity.User;
import io.porthole.recording.RecordedConsole;
import io.porthole.recording.Recordings;
import io.porthole.web.view.RecordingView;

/** The page that plays a recording, and what it plays; for auditors and administrators. */
@WebServlet("/recordings/*")
public class RecordingServlet extends PageServlet {

    private static final System.Logger LOG = System.getLogger(RecordingServlet.class.getName());

    @Inject
    private transient Recordings recordings;
    @Inject
    private transient HistoryDoor door;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String[] path = path(request);
        boolean data = path.length == 2 && (path[1].equals("data") || path[1].equals("input"));
        RecordedConsole recording = path.length == 1 || data ? find(path[0]).orElse(null) : null;
        User reader = signIn(request).user();
        if (recording != null && !reader.mayAudit()) {
            door.showRefused(request, response, recordings.refuse(recording, reader.name(), address(request)));
        } else if (!door.admits(reader, address(request), request, response)) {
            return;
        } else if (recording == null) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        } else if (data) {
            send(response, recording, path[1].equals("input") ? recordings.playInput(recording, reader.name(), address(request))
                    : recordings.play(recording, reader.name(), address(request)));
        } else {
            pages().show(request, response, "recording", "history", "recording", view(recording, !recordings.isAsRecorded(recording)));
        }
    }

    private Optional<RecordedConsole> find(String id) {
        return InstanceId.parse(id).isEmpty() ? Optional.empty() : recordings.find(UUID.fromString(id));
    }

    /** It has no length: one that goes on grows while it is read. */
    private static void send(HttpServletResponse response, RecordedConsole recording, Optional<Recordings.Playback> playback) throws IOException {
        if (playback.isEmpty()) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        response.setContentType("application/octet-stream");
        response.setHeader("Content-Disposition", "attachment; filename=\"" + recording.id() + ".fbs\"");
        try {
            playback.get().to(response.getOutputStream());
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "recording " + recording.id() + " could not be sent whole: " + e.getMessage(), e);
            throw e;
        }
    }

    private static RecordingView view(RecordedConsole recording, boolean damaged) {
        return new RecordingView(recording.id().toString(), recording.sessionId().toString(), recording.instanceName(), recording.project(), recording.node(),
                recording.userName(), recording.startedAt().toString(), recording.endedAt() == null ? null : recording.endedAt().toString(),
                recording.bytes() == 0 ? null : Amounts.bytes(recording.bytes()), recording.sha256(), "recording.state." + recording.state(),
                reason(recording.reason()), recording.input(), recording.plays(), damaged);
    }

    private static String reason(String name) {
        if (name == null) {
            return null;
        }
        return switch (name) {
            case "OVERLOAD", "NO_ROOM", "WRITE_FAILED", "IMPOSSIBLE" -> "recording.end." + name;
            default -> "end." + name;
        };
    }
}

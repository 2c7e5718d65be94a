package io.porthole.web;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.porthole.audit.AuditEvents;
import io.porthole.compute.InstanceId;
import io.porthole.console.ConsoleStories;
import io.porthole.console.ConsoleStory;
import io.porthole.console.StoryRights;
import io.porthole.identity.User;
import io.porthole.recording.Recordings;
import io.porthole.web.view.RecordingLink;
import io.porthole.web.view.StoryConnection;
import io.porthole.web.view.StoryGuest;
import io.porthole.web.view.StoryView;
import io.porthole.web.view.StoryWatcher;

/** {@code /history/ID}: the whole story of a console session, by its id or by that of an incident that somebody was told to quote. */
@WebServlet("/history/*")
public class StoryServlet extends PageServlet {

    @Inject
    private transient ConsoleStories stories;
    @Inject
    private transient AuditEvents events;
    @Inject
    private transient Recordings recordings;
    @Inject
    private transient Languages languages;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String[] path = path(request);
        UUID quoted = path.length == 1 ? InstanceId.parse(path[0]).map(InstanceId::uuid).orElse(null) : null;
        User reader = signIn(request).user();
        UUID visit = quoted == null ? null : stories.visitOf(quoted).orElse(null);
        Optional<ConsoleStory> story = visit == null ? Optional.empty() : stories.tell(reader, visit, address(request));
        if (story.isPresent() && visit.equals(quoted)) {
            pages().show(request, response, "story", reader.mayAudit() ? "history" : "vms", "story", view(story.get(), reader, languages.of(request)));
        } else if (story.isPresent()) {
            goTo(response, "/history/" + visit);
        } else if (quoted != null && reader.mayAudit() && !events.ofIncident(quoted).isEmpty()) {
            // Of no console session: the trail has all that is known of it.
            goTo(response, "/history/events?id=" + quoted);
        } else {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    private StoryView view(ConsoleStory story, User reader, Locale locale) {
        UUID id = story.visit().id();
        List<RecordingLink> recorded = story.rights().audits() ? RecordingLinks.of(recordings, List.of(id)).getOrDefault(id, List.of()) : List.of();
        return new StoryView(HistoryRows.row(story.visit(), story.rights().causes()), story.instanceId().toString(), story.rights().audits(),
                StoryRights.seesVisitors(reader, story.visit().project()), story.watched() == null ? null : story.watched().visit().toString(), story.watched() == null ? null : story.watched().name(),
                story.connections().stream().map(StoryServlet::connection).toList(),
                story.watchers().stream().map(watcher -> new StoryWatcher(watcher.visit().toString(), watcher.name(), text(watcher.since()), text(watcher.until()))).toList(),
                story.guestBy() == null ? null : guest(story.guestBy()), story.invitations().stream().map(StoryServlet::guest).toList(), recorded,
                story.events().stream().map(event -> EventRows.row(event, locale)).toList());
    }

    private static StoryConnection connection(ConsoleStory.Connection connection) {
        String agent = connection.userAgent();
        return new StoryConnection(connection.address(), connection.portalNode(), agent == null || agent.isEmpty() ? null : BrowserName.of(agent), agent,
                text(connection.openedAt()), text(connection.reachedAt()), text(connection.closedAt()), connection.reason() == null ? null : "end." + connection.reason(),
                connection.cause(), Amounts.bytes(connection.bytesToBrowser()), Amounts.bytes(connection.bytesToVm()));
    }

    private static StoryGuest guest(ConsoleStory.Guest guest) {
        return new StoryGuest(guest.guest(), guest.inviter(), guest.viewOnly(), text(guest.since()), text(guest.until()));
    }

    private static String text(Instant instant) {
        return instant == null ? null : instant.toString();
    }
}

package io.porthole.web;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.porthole.compute.InstanceId;
import io.porthole.console.ConsoleHistory;
import io.porthole.console.ConsoleStories;
import io.porthole.console.StoryRights;
import io.porthole.identity.User;
import io.porthole.instance.Instance;
import io.porthole.instance.InstanceCatalog;
import io.porthole.web.view.VisitsView;

/** {@code /visits/ID}: who was on the consoles of a VM, for those who use it. */
@WebServlet("/visits/*")
public class VisitsServlet extends PageServlet {

    @Inject
    private transient InstanceCatalog instances;
    @Inject
    private transient ConsoleStories stories;
    @Inject
    private transient WebSettings settings;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String[] path = path(request);
        User reader = signIn(request).user();
        Optional<Instance> instance = path.length == 1 ? InstanceId.parse(path[0]).flatMap(id -> instances.visibleTo(reader, id))
                .filter(found -> StoryRights.seesVisitors(reader, found.project())) : Optional.empty();
        if (instance.isEmpty()) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        HistoryQuery.Place<Instant> place = new HistoryQuery(request).place("before");
        UUID key = HistoryQuery.id(place);
        ConsoleStories.Visits visits = stories.of(reader, instance.get(), key == null ? null : new ConsoleHistory.Position(place.at(), key), settings.pageSize());
        String id = instance.get().id().toString();
        ConsoleHistory.Position older = visits.older();
        pages().show(request, response, "visits", "vms", "visits", new VisitsView(id, instance.get().displayName(),
                visits.visits().stream().map(visit -> HistoryRows.row(visit, reader.administrator())).toList(), key == null,
                older == null ? null : HistoryQuery.link("/visits/" + id, Map.of(), "before", new HistoryQuery.Place<>(older.at(), older.id().toString()))));
    }
}

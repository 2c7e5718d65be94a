package io.porthole.web;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.porthole.console.OpenConsole;
import io.porthole.console.OpenConsoles;
import io.porthole.console.WatchSettings;
import io.porthole.identity.User;
import io.porthole.web.view.LiveRow;
import io.porthole.web.view.LiveView;

/** Makes the view of the open consoles: each with what its reader may do to it. */
@ApplicationScoped
public class LiveList {

    private static final int LONGEST_QUERY = 200;

    private final OpenConsoles consoles;
    private final WatchSettings watching;
    private final WebSettings settings;

    protected LiveList() {
        this(null, null, null);
    }

    @Inject
    public LiveList(OpenConsoles consoles, WatchSettings watching, WebSettings settings) {
        this.consoles = consoles;
        this.watching = watching;
        this.settings = settings;
    }

    LiveView view(User user, String query, String page) {
        String words = query.length() > LONGEST_QUERY ? query.substring(0, LONGEST_QUERY) : query;
        OpenConsoles.Page found = consoles.page(user, words, page.matches("\\d{1,6}") ? Integer.parseInt(page) : 1, settings.pageSize());
        List<LiveRow> rows = found.consoles().stream().map(console -> row(console, user)).toList();
        String content = rows + "/" + found.page() + "/" + found.pages() + "/" + found.total() + words;
        String version = UUID.nameUUIDFromBytes(content.getBytes(StandardCharsets.UTF_8)).toString();
        return new LiveView(words, found.page(), found.pages(), found.total(), rows, user.mayAudit(), user.administrator(),
                words.isEmpty() ? "live.empty.none" : "live.empty.search", version);
    }

    private LiveRow row(OpenConsole console, User user) {
        boolean own = user.id().equals(console.userId());
        return new LiveRow(console.connectionId().toString(), console.sessionId().toString(), console.userName(), text(console.userId()),
                console.instanceName(), console.instanceId().toString(), console.project(), console.node(), console.address(), console.door().name(),
                console.portalNode(), console.openedAt().toString(), console.reached(), console.viewOnly(), console.watched(),
                Amounts.bytes(console.rateToBrowser()), Amounts.bytes(console.rateToVm()), Amounts.bytes(console.bytesToBrowser()), Amounts.bytes(console.bytesToVm()),
                own, !own && user.administrator(),
                !own && user.mayAudit() && watching.on() && console.reached() && console.tells() && console.watched() == null);
    }

    private static String text(UUID id) {
        return id == null ? null : id.toString();
    }
}

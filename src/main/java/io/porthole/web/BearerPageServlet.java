package io.porthole.web;

import java.io.IOException;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.porthole.console.ConsoleRightsSettings;
import io.porthole.console.ReconnectSettings;
import io.porthole.recording.RecordingRules;
import io.porthole.web.view.ConsoleOffers;
import io.porthole.web.view.ConsoleView;

/**
 * The page of a bearer URL, under the names that noVNC and OpenStack give it. It asks nobody to sign in and knows nothing:
 * what the URL's token leads to is decided when its WebSocket comes. That the URL says view_only is believed, for the page only
 * says it too; whether its console is recorded it cannot know, so it says that it may be; and to
 * whoever does not only look it offers each clipboard, of which the proxy withholds what is not allowed.
 */
@WebServlet({"/vnc_auto.html", "/vnc_lite.html", "/vnc.html"})
public class BearerPageServlet extends PageServlet {

    @Inject
    private transient RecordingRules rules;
    @Inject
    private transient ReconnectSettings reconnect;
    @Inject
    private transient ConsoleRightsSettings rights;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean viewOnly = "true".equals(parameter(request, "view_only"));
        ConsoleOffers offers = viewOnly ? ConsoleOffers.toLook() : new ConsoleOffers(true, true, true, rights.everywhere().mostClipboardBytes(), false);
        pages().showToAnybody(request, response, "console", "console", new ConsoleView("", "", "", "", "", "UNKNOWN", null, null, true,
                viewOnly, rules.mayRecord() ? rules.recordsInput() ? "console.recorded.maybe.input" : "console.recorded.maybe" : null, false, reconnect.window().toSeconds(), false, offers));
    }
}

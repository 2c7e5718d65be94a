package io.porthole.web;

import java.util.List;
import java.util.Locale;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.http.HttpServletResponse;

import io.porthole.console.ConsoleLimit;
import io.porthole.console.ConsoleRefused;
import io.porthole.console.ConsolesInUse;
import io.porthole.console.LimitReached;
import io.porthole.identity.User;
import io.porthole.web.view.LimitView;
import io.porthole.web.view.OpenConsoleLine;

/** Says which limit was reached, how high it is and when to try again, on the page and to the program of the console page. */
@ApplicationScoped
public class LimitAnswers {

    private final ConsolesInUse consoles;

    protected LimitAnswers() {
        this(null);
    }

    @Inject
    public LimitAnswers(ConsolesInUse consoles) {
        this.consoles = consoles;
    }

    /** @param action the place that the refused request was posted to */
    LimitView view(User user, ConsoleRefused refused, LimitReached limit, String action, boolean viewOnly, boolean recorded) {
        List<OpenConsoleLine> open = limit.limit() != ConsoleLimit.PER_USER ? List.of()
                : consoles.of(user).stream().map(console -> new OpenConsoleLine(console.instanceName(), console.since().toString())).toList();
        return new LimitView(refused.refusal().name(), limit.limit().name(), limit.most(), limit.again().toSeconds(), refused.instanceName(),
                refused.incident().toString(), action, viewOnly, recorded, open);
    }

    /** RFC 9110, 10.2.3. */
    static void tellWhen(HttpServletResponse response, LimitReached limit) {
        response.setHeader("Retry-After", String.valueOf(limit.again().toSeconds()));
    }

    /** What the console page shows beside the title, and when it tries again by itself. */
    static void tell(JsonObjectBuilder told, LimitReached limit, Locale locale) {
        told.add("message", BundleMessages.text(locale, "limit." + limit.limit(), limit.most())).add("retryAfter", limit.again().toSeconds());
    }
}

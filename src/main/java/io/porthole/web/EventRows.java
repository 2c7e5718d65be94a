package io.porthole.web;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.porthole.audit.AuditAction;
import io.porthole.audit.RecordedEvent;
import io.porthole.console.ConsoleRefusal;
import io.porthole.console.RelayEnd;
import io.porthole.instance.PowerRefusal;
import io.porthole.web.view.EventRow;

/** Puts an event of the trail into the words of the pages. */
final class EventRows {

    private static final Set<String> ACTIONS = Arrays.stream(AuditAction.values()).map(Enum::name).collect(Collectors.toSet());
    private static final Set<String> WORDED = Stream.<Enum<?>[]>of(ConsoleRefusal.values(), PowerRefusal.values()).flatMap(Arrays::stream).map(Enum::name)
            .collect(Collectors.toSet());
    private static final Set<String> ENDINGS = Arrays.stream(RelayEnd.values()).map(Enum::name).collect(Collectors.toSet());
    /** What another version of Porthole wrote. */
    private static final String STRANGE = "OTHER";

    private EventRows() {
    }

    static EventRow row(RecordedEvent event) {
        boolean worded = event.refusal() != null && WORDED.contains(event.refusal());
        String ending = ending(event);
        return new EventRow(event.id(), event.at().toString(), ACTIONS.contains(event.action()) ? event.action() : STRANGE, event.userName(), event.onBehalfOf(),
                event.address(), event.forwarded(), Boolean.TRUE.equals(event.forwardedBelieved()), browser(event.userAgent()), event.userAgent(), event.portalNode(),
                event.instanceName(), event.project(), event.node(), event.door(), worded ? "refusal." + event.refusal() + ".title" : null,
                worded ? null : event.refusal(), event.sessionId() == null ? null : event.sessionId().toString(), event.incident().toString(),
                ending == null ? null : "end." + ending, detail(event, ending));
    }

    /** @return the name of a {@link RelayEnd}, with which the detail of such an event begins; null for all others */
    private static String ending(RecordedEvent event) {
        if (!AuditAction.CONSOLE_ENDED.name().equals(event.action()) || event.detail() == null) {
            return null;
        }
        String first = event.detail().split(": ", 2)[0];
        return ENDINGS.contains(first) ? first : null;
    }

    private static String detail(RecordedEvent event, String ending) {
        String detail = event.detail() == null ? "" : event.detail();
        String rest = ending == null ? detail : detail.substring(Math.min(detail.length(), ending.length() + 2));
        return rest.isEmpty() ? null : rest;
    }

    private static String browser(String agent) {
        return agent == null || agent.isEmpty() ? null : BrowserName.of(agent);
    }
}

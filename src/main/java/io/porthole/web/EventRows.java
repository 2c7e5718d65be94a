package io.porthole.web;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.porthole.audit.AuditAction;
import io.porthole.audit.RecordedEvent;
import io.porthole.console.ConsoleRefusal;
import io.porthole.console.RelayEnd;
import io.porthole.console.comparison.ToldEnd;
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
        ToldEnd end = end(event);
        return new EventRow(event.id(), event.at().toString(), ACTIONS.contains(event.action()) ? event.action() : STRANGE, event.userName(), event.onBehalfOf(),
                event.address(), event.forwarded(), Boolean.TRUE.equals(event.forwardedBelieved()), browser(event.userAgent()), event.userAgent(), event.portalNode(),
                event.instanceName(), event.project(), event.node(), event.door(), worded ? "refusal." + event.refusal() + ".title" : null,
                worded ? null : event.refusal(), event.sessionId() == null ? null : event.sessionId().toString(), event.incident().toString(),
                end == null ? null : "end." + end.reason(), end == null ? null : amount(end.toBrowser()), end == null ? null : amount(end.toVm()), detail(event, end));
    }

    /** @return null for all events but those of an end in words that are known */
    private static ToldEnd end(RecordedEvent event) {
        return AuditAction.CONSOLE_ENDED.name().equals(event.action()) ? ToldEnd.read(event.detail()).filter(end -> ENDINGS.contains(end.reason())).orElse(null) : null;
    }

    private static String detail(RecordedEvent event, ToldEnd end) {
        String detail = end == null ? event.detail() : end.cause();
        return detail == null || detail.isEmpty() ? null : detail;
    }

    private static String amount(Long bytes) {
        return bytes == null ? null : Amounts.bytes(bytes);
    }

    private static String browser(String agent) {
        return agent == null || agent.isEmpty() ? null : BrowserName.of(agent);
    }
}

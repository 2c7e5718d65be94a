package io.porthole.web;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.porthole.audit.AuditAction;
import io.porthole.audit.RecordedEvent;
import io.porthole.console.RelayEnd;
import io.porthole.console.comparison.ToldEnd;
import io.porthole.web.view.EventRow;
import io.porthole.web.view.Noted;

/** Puts an event of the trail into the words of the pages. */
final class EventRows {

    private static final Map<String, AuditAction> ACTIONS = Arrays.stream(AuditAction.values()).collect(Collectors.toMap(Enum::name, action -> action));
    private static final Set<String> ENDINGS = Arrays.stream(RelayEnd.values()).map(Enum::name).collect(Collectors.toSet());
    /** What another version of Porthole wrote. */
    private static final String STRANGE = "OTHER";

    private EventRows() {
    }

    static EventRow row(RecordedEvent event, Locale locale) {
        String refusal = event.refusal() == null ? null : "refusal." + event.refusal() + ".title";
        ToldEnd end = end(event);
        return new EventRow(event.id(), event.at().toString(), ACTIONS.containsKey(event.action()) ? event.action() : STRANGE, event.userName(), event.onBehalfOf(),
                event.address(), event.forwarded(), Boolean.TRUE.equals(event.forwardedBelieved()), browser(event.userAgent()), event.userAgent(), event.portalNode(),
                event.instanceName(), event.project(), event.node(), event.door(), refusal == null || BundleMessages.known(locale, refusal).isEmpty() ? null : refusal,
                event.refusal(), event.sessionId() == null ? null : event.sessionId().toString(), event.incident().toString(),
                end == null ? null : "end." + end.reason(), end == null ? null : amount(end.toBrowser()), end == null ? null : amount(end.toVm()), noted(event, end, locale));
    }

    /** @return null for all events but those of an end in words that are known */
    private static ToldEnd end(RecordedEvent event) {
        return AuditAction.CONSOLE_ENDED.name().equals(event.action()) ? ToldEnd.read(event.detail()).filter(end -> ENDINGS.contains(end.reason())).orElse(null) : null;
    }

    /** How a console ended says what its cause means. */
    private static Noted noted(RecordedEvent event, ToldEnd end, Locale locale) {
        String detail = end == null ? event.detail() : end.cause();
        if (detail == null || detail.isEmpty()) {
            return null;
        }
        return end == null ? EventWords.of(ACTIONS.get(event.action()), detail, locale) : Noted.quoted(detail);
    }

    private static String amount(Long bytes) {
        return bytes == null ? null : Amounts.bytes(bytes);
    }

    private static String browser(String agent) {
        return agent == null || agent.isEmpty() ? null : BrowserName.of(agent);
    }
}

package io.porthole.web;

import static io.porthole.web.NotedRule.rule;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import io.porthole.console.NodeHop;
import io.porthole.console.NodeHop.Step;
import io.porthole.web.view.Noted;

/** Puts into the words of a page what was found on the way to a compute node's screens. */
final class HopWords {

    private static final String PLACE = "(\\S+:\\d+)";
    private static final String CHOICE = "it offers (.*); of (.*) \\(auth_schemes\\) Porthole takes (\\w+)";

    private static final Map<Step, List<NotedRule>> RULES = Map.of(
            Step.LIBVIRT, List.of(rule("(libvirt [0-9.]+, .+)", "noted.value")),
            Step.INSTANCE, List.of(rule("(.+) at " + PLACE, "noted.hop.at"),
                    rule("no VM with a screen runs here, .+", "noted.hop.no-vm"),
                    rule("no VM of that name or id runs here with a screen", "noted.hop.no-such-vm")),
            Step.NAME, List.of(rule("([0-9a-f.:%]+)", "noted.value")),
            Step.CONNECTION, List.of(rule(PLACE, "noted.value")),
            Step.GREETING, List.of(rule("([A-Z0-9. ]+)", "noted.value")),
            Step.SECURITY, List.of(rule(CHOICE + ", without TLS", "noted.hop.security"),
                    rule(CHOICE + "; in it (.*), of which Porthole takes (\\w+), with TLS", "noted.hop.security-tls")),
            Step.TLS, List.of(rule("without a certificate: .+", "noted.hop.no-certificate"),
                    rule("(.+) for (.+), issued by (.+), valid until (?<at>\\S+)", "noted.hop.certificate")),
            Step.AUTHENTICATION, List.of(rule("the password is accepted", "noted.hop.password"), rule("no password is asked for", "noted.hop.no-password")),
            Step.SCREEN, List.of(rule("(.+)", "noted.value")));

    private HopWords() {
    }

    /** How a console would have ended there tells already what the detail means; before that, libvirt or whoever is on the way to it says why. */
    static Noted of(NodeHop hop, Locale locale) {
        return hop.why() != null ? Noted.quoted(hop.detail()) : of(hop.step(), hop.detail(), locale);
    }

    static Noted of(Step step, String detail, Locale locale) {
        return RULES.get(step).stream().map(rule -> rule.tell(detail, locale)).flatMap(Optional::stream).findFirst().orElseGet(() -> NodeCause.noted(detail, locale));
    }
}

package io.porthole.web;

import static io.porthole.web.NotedRule.rule;
import static java.util.Map.entry;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.porthole.audit.AuditAction;
import io.porthole.web.view.Noted;

/**
 * Puts the details of events into the words of a page. The trail holds them in English, once and for ever, as they were written by whatever version; what is of none of these
 * forms stays a quotation.
 */
final class EventWords {

    private static final String ID = "([0-9a-f-]{36})";
    private static final String USER = "user (.+) \\(" + ID + "\\)";
    private static final String PROJECT = "project (.+) \\(" + ID + "\\)";
    private static final String ROLE_IN_PROJECT = "user (.+): ([A-Z]+) in project (.+)";
    private static final String RECORDING = "recording " + ID;
    private static final String WANTED = "noted.wanted.";
    private static final String END = "end.";
    private static final String STEP = "admin.hop.";
    private static final String AS_IT_IS = "noted.value";

    /** How a limit of refusals ends what it says. */
    private static final Pattern FURTHER = Pattern.compile("(?:;|\\.)? ?[Tt]he further ones of the next (\\d+) s are (?:refused and )?not recorded$");

    private static final List<NotedRule> SUBJECTS = List.of(rule(USER, "noted.subject"), rule(PROJECT, "noted.subject"));

    private static final List<NotedRule> REFUSED_CONSOLES = List.of(
            rule("to watch console session " + ID, "noted.to-watch"),
            rule("session " + ID, "noted.session"),
            rule("(\\d+) consoles (per user|per VM|per address|in all) are open, and no more may be", "noted.limit", "", "noted.limit."),
            rule("more than (\\d+) consoles were asked for from one address in a minute", "noted.limit-asked"),
            rule("there were more than (\\d+) refused attempts from one address in a minute", "noted.limit-refused"),
            rule("Origin (.*)", "noted.origin"),
            rule("was at (.+)", "noted.was-at"),
            rule("not of a token's form", "noted.no-token"),
            rule("the VM stopped or was gone since the URL was asked for", "noted.stopped-since"),
            rule("the password of (.+) was changed since", "noted.password-since"),
            rule("its invitation has ended", "noted.invitation-ended"),
            rule("wants to take over and is no administrator", "noted.takes-over"),
            rule("(.+) is on it", "noted.occupied"),
            rule("its consoles end at (?<at>\\S+)", "noted.ends-at"));
    private static final List<NotedRule> API_TOKENS = List.of(rule("token (\\S+)", "noted.token"));
    private static final List<NotedRule> RECORDINGS = List.of(rule(RECORDING, "noted.recording"), rule(RECORDING + ", with input", "noted.recording-with-input"),
            rule(RECORDING + ", its input", "noted.recording-input"));
    private static final List<NotedRule> RECORDING_RULES = List.of(rule("INSTANCE (.+)", "admin.rules.INSTANCE"), rule("PROJECT (.+)", "admin.rules.PROJECT"),
            rule("ROLE (\\w+)", AS_IT_IS, "admin.rules.ROLE_"));
    private static final List<NotedRule> MEMBERSHIPS = List.of(rule(ROLE_IN_PROJECT, "noted.membership", "", "admin.role."));
    private static final List<NotedRule> SHARING = List.of(rule("([A-Z]+)", AS_IT_IS, "noted.sharing."));
    private static final List<NotedRule> EXPORTS = List.of(rule("after (.+)", "noted.after"));

    private static final Map<AuditAction, List<NotedRule>> RULES = Map.ofEntries(
            entry(AuditAction.API_TOKEN_ISSUED, API_TOKENS), entry(AuditAction.API_TOKEN_EXCHANGED, API_TOKENS), entry(AuditAction.API_TOKEN_REVOKED, API_TOKENS),
            entry(AuditAction.API_REFUSED, List.of(rule("There were too many refused requests from this address within a minute", "noted.limit-api"), rule("([A-Z]+ /.*)", AS_IT_IS))),
            entry(AuditAction.USER_ADDED, List.of(rule(USER + ", without a password", "noted.user-without-password"), rule(USER + ", with a password", "noted.user-with-password"))),
            entry(AuditAction.USER_DISABLED, SUBJECTS), entry(AuditAction.USER_ENABLED, SUBJECTS), entry(AuditAction.PASSWORD_SET, SUBJECTS),
            entry(AuditAction.PASSWORD_LINK_MADE, SUBJECTS), entry(AuditAction.PROJECT_ADDED, SUBJECTS), entry(AuditAction.PROJECT_DELETED, SUBJECTS),
            entry(AuditAction.PROJECT_DESCRIBED, List.of(rule(PROJECT + ": (.*)", "noted.project-described"))),
            entry(AuditAction.PASSWORD_CHANGED, List.of(rule("by a link of an administrator", "noted.by-link"))),
            entry(AuditAction.MEMBERSHIP_GRANTED, MEMBERSHIPS), entry(AuditAction.MEMBERSHIP_TAKEN, MEMBERSHIPS),
            entry(AuditAction.CONSOLE_LIMIT_DECIDED, List.of(rule(USER + ": (\\d+), before: (\\d+)", "noted.most-changed"),
                    rule(USER + ": (\\d+), before: as the settings say", "noted.most-set"), rule(USER + ": as the settings say, before: (\\d+)", "noted.most-taken-back"))),
            entry(AuditAction.SIGN_IN_ENDED, List.of(rule(USER + ": all", "noted.sign-ins-of"), rule("sign-in " + ID, "noted.sign-in"), rule("all but " + ID, "noted.sign-ins-but"))),
            entry(AuditAction.ADMINISTRATION_REFUSED, List.of(rule("([a-zA-Z -]+)", AS_IT_IS, WANTED),
                    rule("([a-zA-Z -]+): " + USER, "noted.wanted-of", WANTED), rule("([a-zA-Z -]+): " + PROJECT, "noted.wanted-of", WANTED),
                    rule("([a-zA-Z -]+): " + ROLE_IN_PROJECT, "noted.wanted-role", WANTED, "", "admin.role."), rule("([a-zA-Z -]+): (?:user |project )?(.+)", "noted.both", WANTED),
                    rule("record ([A-Z]+) (.*)", "noted.wanted-record", "noted.kind."), rule("assign (.+) to project (.+)", "noted.wanted-assign"),
                    rule("give (.+) back from project (.+)", "noted.wanted-give-back"))),
            entry(AuditAction.VM_ASSIGNED, List.of(rule("from no project to project (.+)", "noted.into"), rule("from project (.+) back to its own", "noted.back-to-own"),
                    rule("from project (.+) back to no project", "noted.back-to-none"), rule("from project (.+) back to project (.+)", "noted.from-into"),
                    rule("from project (.+) to project (.+)", "noted.from-into"))),
            entry(AuditAction.VM_REFUSED, List.of(rule("(favourite|picture of its screen)", AS_IT_IS, WANTED))),
            entry(AuditAction.NODE_TESTED, List.of(rule("([A-Z]+) ok: .+", "noted.tested", STEP), rule("([A-Z]+) failed: ([A-Z_]+): (?<quote>.+)", "noted.tested-end", STEP, END),
                    rule("([A-Z]+) failed: (?<own>.+)", "noted.tested-failed", STEP))),
            entry(AuditAction.CONSOLE_REFUSED, REFUSED_CONSOLES), entry(AuditAction.CONNECTION_REFUSED, REFUSED_CONSOLES),
            entry(AuditAction.CONSOLE_CUT, List.of(rule("([A-Z_]+), of (.+?): (.+)", "noted.cut-saying", END), rule("([A-Z_]+), of (.+)", "noted.cut", END))),
            entry(AuditAction.CONSOLE_CUT_REFUSED, List.of(rule("console session " + ID, "noted.session"), rule("all consoles of user " + ID, "noted.all-of-user"),
                    rule("all consoles of VM " + ID, "noted.all-of-vm"))),
            entry(AuditAction.CONSOLE_WATCHED, List.of(rule("watches console session " + ID + " of (.+), who is asked", "noted.watches-asking"),
                    rule("watches console session " + ID + " of (.+)", "noted.watches"))),
            entry(AuditAction.WATCH_ANSWERED, List.of(rule("agrees to be watched by (.+)", "noted.agrees"), rule("does not agree to be watched by (.+)", "noted.disagrees"),
                    rule("whoever has the URL agrees to be watched by (.+)", "noted.url-agrees"), rule("whoever has the URL does not agree to be watched by (.+)", "noted.url-disagrees"))),
            entry(AuditAction.CONSOLE_ASK_ANSWERED, List.of(rule("lets in (.+)", "noted.lets-in"), rule("keeps it from (.+)", "noted.keeps"))),
            entry(AuditAction.CONSOLE_TAKEN_OVER, List.of(rule("from (.+)", "noted.taken-over"))),
            entry(AuditAction.SHARING_DECIDED, SHARING), entry(AuditAction.SHARING_REFUSED, SHARING),
            entry(AuditAction.INVITED, List.of(rule("(.+) to look until (?<at>\\S+)", "noted.may-look"), rule("(.+) to use it until (?<at>\\S+)", "noted.may-use"))),
            entry(AuditAction.INVITATION_ENDED, List.of(rule("withdrawn: (.+)", "noted.withdrawn"), rule("over: (.+)", "noted.invitation-over"))),
            entry(AuditAction.INVITATION_REFUSED, List.of(rule("(.+)", AS_IT_IS))),
            entry(AuditAction.RECORDING_STARTED, RECORDINGS), entry(AuditAction.RECORDING_WATCHED, RECORDINGS), entry(AuditAction.RECORDING_REFUSED, RECORDINGS),
            entry(AuditAction.RECORDING_ENDED, Stream.of(END, "recording.end.").map(reason -> rule(RECORDING + ": (\\w+), (\\w+); (\\d+) bytes, SHA-256 ([0-9a-f]+)",
                    "noted.recording-ended", "", "recording.state.", reason)).toList()),
            entry(AuditAction.RECORDING_FAILED, List.of(rule("(\\w+)", AS_IT_IS, "recording.end."), rule("(.+) has (\\d+) bytes free, and recording_least_free is (\\d+)", "noted.no-room"))),
            entry(AuditAction.RECORDING_DAMAGED, List.of(rule(RECORDING + " was changed after it was written", "noted.recording-changed"),
                    rule(RECORDING + " was changed after it was written, or a part of it is missing: SHA-256 of its file was (\\w+) and is (\\w+)", "noted.recording-missing"))),
            entry(AuditAction.RECORDING_REMOVED, List.of(rule(RECORDING + ": older than recording_keep_days", "noted.recording-old"),
                    rule(RECORDING + ": beyond recording_keep_bytes", "noted.recording-beyond"))),
            entry(AuditAction.RECORDING_RULE_ADDED, RECORDING_RULES), entry(AuditAction.RECORDING_RULE_REMOVED, RECORDING_RULES),
            entry(AuditAction.POWER_ACTION, List.of(rule("([A-Z]+)", AS_IT_IS, "noted.power."))),
            entry(AuditAction.POWER_ACTION_REFUSED, List.of(rule("([A-Z]+) ?", AS_IT_IS, "noted.power."), rule("([A-Z]+) (?<own>.+)", AS_IT_IS, "noted.power."))),
            entry(AuditAction.HISTORY_REFUSED, List.of(rule("(/.*)", AS_IT_IS))),
            entry(AuditAction.TRAIL_EXPORTED, EXPORTS),
            entry(AuditAction.EVENTS_REMOVED, List.of(rule("(\\d+) entries, older than event_keep_days: .+", "noted.events-removed"))),
            entry(AuditAction.SESSIONS_REMOVED, List.of(rule("(\\d+) sessions, older than session_keep_days = (\\d+): the last of them ended (?<at>\\S+)", "noted.sessions-removed"))));

    private EventWords() {
    }

    /** @param action null for one of another version */
    static Noted of(AuditAction action, String detail, Locale locale) {
        Matcher further = FURTHER.matcher(detail);
        if (!further.find()) {
            return told(action, detail, locale);
        }
        String words = BundleMessages.text(locale, "noted.further", further.group(1));
        Noted first = further.start() == 0 ? new Noted(null, null, null) : told(action, detail.substring(0, further.start()), locale);
        return new Noted(first.words() == null ? words : BundleMessages.text(locale, "noted.and", first.words(), words), null, first.quote());
    }

    private static Noted told(AuditAction action, String detail, Locale locale) {
        if (action == AuditAction.SETTINGS_CHANGED) {
            return SettingsWords.of(detail, locale);
        }
        List<NotedRule> rules = action == null ? List.of() : RULES.getOrDefault(action, List.of());
        return rules.stream().map(rule -> rule.tell(detail, locale)).flatMap(Optional::stream).findFirst()
                .orElseGet(() -> action == AuditAction.CONSOLE_REFUSED ? NodeCause.noted(detail, locale) : Noted.quoted(detail));
    }
}

package io.porthole.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;

import io.porthole.audit.AuditAction;
import io.porthole.console.NodeHop;
import io.porthole.console.NodeHop.Step;
import io.porthole.console.RelayEnd;
import io.porthole.web.view.Noted;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the trail notes in English, as its writers write it, and what a page says of it. */
class EventWordsTest {

    private static final String ID = "0f7a3c1e-5b2d-4e6f-8a9b-0c1d2e3f4a5b";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "API_TOKEN_ISSUED | token abc | token abc",
            "API_REFUSED | There were too many refused requests from this address within a minute. The further ones of the next 40 s are refused and not recorded | There were too many refused requests from this address within a minute. Further ones of the next 40 s are not recorded.",
            "API_REFUSED | the further ones of the next 40 s are not recorded | Further ones of the next 40 s are not recorded.",
            "USER_ADDED | user li.wei (ID), without a password | li.wei (ID), without a password",
            "USER_DISABLED | user li.wei (ID) | li.wei (ID)",
            "PROJECT_DESCRIBED | project demo (ID): all that is shown | demo (ID): “all that is shown”",
            "PASSWORD_CHANGED | by a link of an administrator | by a link of an administrator",
            "MEMBERSHIP_GRANTED | user li.wei: AUDITOR in project demo | li.wei: auditor in project demo",
            "CONSOLE_LIMIT_DECIDED | user li.wei (ID): 3, before: as the settings say | li.wei (ID): 3 at a time, before as the settings say",
            "CONSOLE_LIMIT_DECIDED | user li.wei (ID): as the settings say, before: 3 | li.wei (ID): as the settings say, before 3 at a time",
            "SIGN_IN_ENDED | all but ID | everywhere but in sign-in ID",
            "ADMINISTRATION_REFUSED | compute nodes | look at the compute nodes",
            "ADMINISTRATION_REFUSED | disable: user li.wei (ID) | disable a user: li.wei (ID)",
            "ADMINISTRATION_REFUSED | grant a role: user li.wei: ADMIN in project demo | grant a role: li.wei, administrator in project demo",
            "ADMINISTRATION_REFUSED | add a user: user li wei | add a user: li wei",
            "ADMINISTRATION_REFUSED | record PROJECT demo | record: project demo",
            "ADMINISTRATION_REFUSED | assign vm 1 to project demo | bring vm 1 into project demo",
            "VM_ASSIGNED | from no project to project demo | into project demo",
            "VM_ASSIGNED | from project a back to project b | from project a to project b",
            "VM_REFUSED | picture of its screen | a picture of its screen",
            "NODE_TESTED | SCREEN ok: QEMU (vm) | All is well up to: It is the VM’s screen",
            "CONSOLE_REFUSED | 3 consoles per VM are open, and no more may be | 3 consoles of one VM are open, and no more may be",
            "CONSOLE_REFUSED | session ID | console session ID",
            "CONNECTION_REFUSED | Origin https://evil.example | from a page of https://evil.example",
            "CONSOLE_CUT | CUT_BY_ADMINISTRATOR, of li.wei: over: now | An administrator closed it; the console was that of li.wei: “over: now”",
            "CONSOLE_CUT | ENDED_BY_USER, of li.wei | The person ended it from another page; the console was that of li.wei",
            "CONSOLE_CUT_REFUSED | all consoles of user ID | all consoles of the user ID",
            "CONSOLE_WATCHED | watches console session ID of li.wei, who is asked | watches li.wei in console session ID, who is asked",
            "WATCH_ANSWERED | whoever has the URL does not agree to be watched by auditor | whoever has the link does not agree to be watched by auditor",
            "WATCH_ANSWERED | does not agree to be watched by auditor | does not agree to be watched by auditor",
            "CONSOLE_ASK_ANSWERED | keeps it from li.wei | keeps it from li.wei",
            "CONSOLE_TAKEN_OVER | from li.wei | from li.wei",
            "SHARING_DECIDED | EXCLUSIVE | one person at a time",
            "INVITATION_ENDED | over: li.wei | its time was over: li.wei",
            "RECORDING_STARTED | recording ID, with input | recording ID, with keys",
            "RECORDING_ENDED | recording ID: FAILED, NO_ROOM; 77 bytes, SHA-256 00ff | recording ID: not recorded to its end. There was too little room for recordings. 77 bytes, SHA-256 00ff",
            "RECORDING_ENDED | recording ID: ENDED, BROWSER_CLOSED; 77 bytes, SHA-256 00ff | recording ID: recorded. The person closed it. 77 bytes, SHA-256 00ff",
            "RECORDING_FAILED | WRITE_FAILED | It could not be written",
            "RECORDING_DAMAGED | recording ID was changed after it was written | recording ID was changed after it was written",
            "RECORDING_REMOVED | recording ID: beyond recording_keep_bytes | recording ID: there was more than recording_keep_bytes allows",
            "RECORDING_RULE_ADDED | ROLE GUEST | Visits of guests who were invited, on every VM",
            "POWER_ACTION | REBOOT | reset",
            "POWER_ACTION_REFUSED | START  | start",
            "SETTINGS_CHANGED | page_size: '20' is now '30' | page_size: “20” is now “30”",
            "SETTINGS_CHANGED | a: 'x; y: 'z' taken out; vnc.b: '' added; c: ' is now ' is now ''' | a: “x; y: 'z” taken out; vnc.b: “” added; c: “ is now ” is now “'”",
            "SETTINGS_CHANGED | a new portal node, compared with 'n 1': a: 'x' added | a new portal node, compared with “n 1”: a: “x” added",
            "EVENTS_REMOVED | 3 entries, older than event_keep_days: {} | 3 entries, older than event_keep_days allows"})
    void aDetailOfTheTrailIsInTheWordsOfThePage(AuditAction action, String detail, String words) {
        assertEquals(new Noted(words.replace("ID", ID), null, null), EventWords.of(action, detail.replace("ID", ID), Locale.ENGLISH));

        Noted chinese = EventWords.of(action, detail.replace("ID", ID), Locale.SIMPLIFIED_CHINESE);
        assertTrue(chinese.words().matches(".*[\\p{IsHan}（].*"), chinese.words());
        assertNull(chinese.quote());
    }

    @Test
    void timesStandBehindTheWords() {
        assertEquals(new Noted("li.wei may look until", "2026-03-01T10:00:00Z", null), EventWords.of(AuditAction.INVITED, "li.wei to look until 2026-03-01T10:00:00Z", Locale.ENGLISH));
        assertEquals(new Noted("7 sessions, older than session_keep_days = 365; the last of them ended", "2026-03-01T10:00:00Z", null),
                EventWords.of(AuditAction.SESSIONS_REMOVED, "7 sessions, older than session_keep_days = 365: the last of them ended 2026-03-01T10:00:00Z", Locale.ENGLISH));
    }

    @Test
    void whatLibvirtSaidStaysBesideWhatItMeans() {
        String said = "n1: Requested operation is not valid: domain is already running";

        assertEquals(new Noted("启动：虚拟机已在运行。", null, said), EventWords.of(AuditAction.POWER_ACTION_REFUSED, "START " + said, Locale.SIMPLIFIED_CHINESE));
        assertEquals(new Noted("计算节点没有及时响应。", null, "n1 does not answer in time"), EventWords.of(AuditAction.CONSOLE_REFUSED, "n1 does not answer in time", Locale.SIMPLIFIED_CHINESE));
        assertEquals(new Noted("Not reached: TLS protects it. The certificate of the VM’s VNC server comes from an unknown authority", null, "no TLS"),
                EventWords.of(AuditAction.NODE_TESTED, "TLS failed: TLS_UNTRUSTED: no TLS", Locale.ENGLISH));
    }

    @Test
    void whatNobodyKnowsStaysAQuotation() {
        assertEquals(Noted.quoted("RECYCLE vm"), EventWords.of(AuditAction.POWER_ACTION, "RECYCLE vm", Locale.ENGLISH));
        for (String strange : List.of("page_size: 20 is now 30", "a: 'x'; b: 'y' added", "a: 'x' added; b: 'y' moved", "a new portal node, compared with 'n'")) {
            assertEquals(Noted.quoted(strange), EventWords.of(AuditAction.SETTINGS_CHANGED, strange, Locale.ENGLISH));
        }
        assertEquals(Noted.quoted("from the future"), EventWords.of(null, "from the future", Locale.ENGLISH));
    }

    @Test
    void aHopSaysWhatWasFoundAndAnEndSpeaksForItself() {
        assertEquals(new Noted("vm，位于 10.0.0.1:5900", null, null), hop(Step.INSTANCE, null, "vm at 10.0.0.1:5900"));
        assertEquals(new Noted("CN=good，用于 127.0.0.1，由 CN=authority 签发，有效期至", "2030-01-01T00:00:00Z", null),
                hop(Step.TLS, null, "CN=good for 127.0.0.1, issued by CN=authority, valid until 2030-01-01T00:00:00Z"));
        assertEquals(new Noted("libvirt 9.0.0, QEMU 7.2.0", null, null), hop(Step.LIBVIRT, null, "libvirt 9.0.0, QEMU 7.2.0"));
        assertEquals(Noted.quoted("10.0.0.1:5900: Connection refused"), hop(Step.CONNECTION, RelayEnd.NODE_REFUSED, "10.0.0.1:5900: Connection refused"));
        assertEquals(new Noted("没有通往计算节点的网络路由。", null, "n1: No route to host"), hop(Step.LIBVIRT, null, "n1: No route to host"));
    }

    private static Noted hop(Step step, RelayEnd why, String detail) {
        return HopWords.of(new NodeHop(step, why == null, detail, why, 3), Locale.SIMPLIFIED_CHINESE);
    }
}

package io.porthole.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.porthole.settings.Setting;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is not set is told by what that means. */
class AdminSettingsServletTest {

    @ParameterizedTest
    @CsvSource({"session_keep_days, not set: kept for ever", "event_keep_days, not set: kept for ever", "trusted_proxies, nobody", "vencrypt_ca_certs, whom Java trusts",
        "audit_other_keys, nothing"})
    void whatIsNotSetHasItsWords(String key, String words) {
        assertEquals(words, BundleMessages.text(Locale.ENGLISH, AdminSettingsServlet.row(new Setting(key, "", null)).unset()));
    }
}

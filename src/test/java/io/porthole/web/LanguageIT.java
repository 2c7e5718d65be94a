package io.porthole.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.Browser;
import io.porthole.testing.HttpAnswer;
import io.porthole.testing.RawRequest;
import java.io.IOException;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The language of the pages: what the person chose, else the browser's. */
@ArquillianTest
@RunAsClient
class LanguageIT {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"zh-CN,zh;q=0.9,en;q=0.8 | zh-CN | 登录", "zh-TW | zh-CN | 登录", "fr-FR,zh;q=0.5 | zh-CN | 登录",
            "en-GB,en;q=0.9,zh;q=0.5 | en | Sign in", "fr | en | Sign in", "* | en | Sign in"})
    void pageSpeaksTheFirstOfTheBrowsersLanguagesThatItCan(String accepted, String language, String words) throws IOException {
        HttpAnswer page = RawRequest.of("GET", "/signin").header("Accept-Language", accepted).send();

        assertTrue(page.says("<html lang=\"" + language + "\">") && page.says(">" + words + "</h1>"), page.text());
    }

    @Test
    void whatThePersonChoseHoldsBeforeTheBrowsersOwn() throws IOException {
        Browser browser = Browser.newSignIn(Account.WORKER);
        HttpAnswer chosen = browser.post("/language", "language", "zh-CN", "to", "/account");
        assertEquals(303, chosen.status());
        assertEquals("/account", chosen.location());

        HttpAnswer page = browser.send(browser.request("GET", "/account").header("Accept-Language", "en"));
        assertTrue(page.says("<html lang=\"zh-CN\">") && page.says("您的账号"), page.text());

        browser.post("/language", "language", "en", "to", "/account");
        assertTrue(browser.send(browser.request("GET", "/account").header("Accept-Language", "zh")).says("<html lang=\"en\">"));
    }

    @Test
    void itCanBeChosenBeforeTheSignIn() throws IOException {
        Browser browser = Browser.anonymous();
        browser.get("/signin");

        assertEquals("/signin", browser.post("/language", "language", "zh-CN", "to", "/vms").location());
        assertTrue(browser.get("/signin").says("<html lang=\"zh-CN\">"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"//evil.example", "https://evil.example/", "/\\evil.example", "/vms//evil"})
    void choosingLeadsNowhereElse(String to) throws IOException {
        assertEquals("/vms", Browser.newSignIn(Account.WORKER).post("/language", "language", "en", "to", to).location());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "xx", "EN", "zh", "en\r\nSet-Cookie: a=b"})
    void aLanguageThatIsNotSpokenIsABadRequest(String language) throws IOException {
        HttpAnswer refused = Browser.newSignIn(Account.WORKER).post("/language", "language", language);

        assertEquals(400, refused.status());
        assertTrue(refused.headers("Set-Cookie").stream().noneMatch(cookie -> cookie.startsWith("porthole_language")), refused.toString());
    }

    @Test
    void choosingNeedsOurForm() throws IOException {
        assertEquals(403, RawRequest.of("POST", "/language").body("application/x-www-form-urlencoded", "language=en").send().status());
    }

    @Test
    void aRefusalSpeaksItToo() throws IOException {
        Browser browser = Browser.newSignIn(Account.WORKER);
        HttpAnswer page = browser.send(browser.request("GET", "/nothing-here").header("Accept-Language", "zh"));

        assertEquals(404, page.status());
        assertTrue(page.says("这里什么也没有"), page.text());
    }
}

package io.porthole.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.console.TokenSecret;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

/** The token in a query; who is admitted is tested in the server. */
class ConsoleAdmissionFilterTest {

    @ParameterizedTest
    @CsvSource({"token=abc, abc", "path=x&token=abc, abc", "token=abc&path=x, abc", "token=a%2Db, a-b", "token=, ''", "token=a=b, a=b", "&&token=abc&, abc"})
    void tokenIsFoundInTheQuery(String query, String token) {
        assertEquals(token, ConsoleAdmissionFilter.token(query));
    }

    /** As nova-novncproxy takes it. */
    @ParameterizedTest
    @CsvSource({"token=one&token=two, two", "token=one&token=, ''", "token=one&xtoken=two, one"})
    void lastTokenCounts(String query, String token) {
        assertEquals(token, ConsoleAdmissionFilter.token(query));
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"path=x", "Token=abc", "token", "xtoken=abc", "path=?token=abc", "&", "%74oken=abc"})
    void otherQueryHasNoToken(String query) {
        assertNull(ConsoleAdmissionFilter.token(query));
    }

    @ParameterizedTest
    @ValueSource(strings = {"token=%", "token=%4", "token=%zz", "token=abc%", "token=%00", "token=a+b", "token=%0d%0a", "token=../../x"})
    void brokenTokenIsOfNoTokensForm(String query) {
        assertTrue(TokenSecret.parse(ConsoleAdmissionFilter.token(query)).isEmpty());
    }
}

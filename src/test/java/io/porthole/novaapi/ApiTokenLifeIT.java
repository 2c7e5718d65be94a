package io.porthole.novaapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.OpenStackHttp;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.TestDatabase;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.List;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A program's token ends with everything that it rests on, at its very next use. */
@ArquillianTest
@RunAsClient
class ApiTokenLifeIT {

    private final TestDatabase database = PortalUnderTest.database();
    private String user;
    private String token;

    @BeforeEach
    void letIn() throws Exception {
        user = Account.freshMember("studio", "workshop");
        token = OpenStackHttp.newToken(user, "studio");
        assertEquals(200, status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"update users set enabled = false where name = ?",
            "update users set password_hash = 'another' where name = ?",
            "update users set password_hash = null where name = ?",
            "delete from memberships where user_id = (select id from users where name = ?) and project_id = (select id from projects where name = 'studio')",
            "update api_tokens set expires_at = now() - interval '1 second' where user_id = (select id from users where name = ?)",
            "update api_tokens set revoked_at = now() where user_id = (select id from users where name = ?)",
            "delete from users where name = ?"})
    void tokenIsDeadAfter(String change) throws Exception {
        database.update(change, user);

        assertEquals(401, status());
    }

    @Test
    void tokenLivesOnWhenItsUserLeavesAnotherProject() throws Exception {
        database.update("delete from memberships where user_id = (select id from users where name = ?) and project_id = (select id from projects where name = 'workshop')", user);

        assertEquals(200, status());
    }

    @Test
    void aRoleThatWasTakenAwayIsGoneFromTheToken() throws Exception {
        database.update("update memberships set role = 'AUDITOR' where user_id = (select id from users where name = ?)", user);

        assertEquals(403, OpenStackHttp.with(token).act(PortalUnderTest.nodes().vm("desktop"), "{\"os-start\": null}").status());
    }

    @Test
    void onlyTheHashOfATokenIsStored() throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes());

        assertEquals(1, database.count("api_tokens where token_hash = ?", hash));
        assertEquals(0, database.count("api_tokens t where t::text like ?", "%" + token + "%"));
        assertEquals(0, database.count("audit_events e where e::text like ?", "%" + token + "%"));
    }

    @Test
    void theTrailTellsATokensLife() throws Exception {
        OpenStackHttp.nobody().askForToken(OpenStackHttp.token(token), "workshop");
        OpenStackHttp.nobody().askForToken(OpenStackHttp.password(user, "wrong password"), "studio");
        OpenStackHttp.nobody().askForToken(OpenStackHttp.password(user, Account.PASSWORD), "treasury");
        OpenStackHttp.with(token).request("DELETE", "/identity/v3/auth/tokens").header("X-Subject-Token", token).send();

        assertEquals(List.of("API_TOKEN_ISSUED null studio", "API_TOKEN_EXCHANGED null workshop", "SIGN_IN_REFUSED WRONG_PASSWORD null",
                "SIGN_IN_REFUSED WRONG_PROJECT null", "API_TOKEN_REVOKED null studio"),
                database.rows("select action, refusal, project from audit_events where user_name = ? order by id", user).stream()
                        .map(row -> row.get("action") + " " + row.get("refusal") + " " + row.get("project")).toList());
    }

    @Test
    void theNextTokenTakesLongDeadOnesAlong() throws Exception {
        database.update("update api_tokens set expires_at = now() - interval '2 days' where user_id = (select id from users where name = ?)", user);

        OpenStackHttp.newToken(user, "studio");

        assertEquals(1, database.count("api_tokens where user_id = (select id from users where name = ?)", user));
    }

    /** Its clients ask with it several times for one command. */
    @Test
    void tokenIsUsedAnyNumberOfTimes() throws IOException {
        for (int i = 0; i < 20; i++) {
            assertTrue(status() == 200);
        }
    }

    private int status() throws IOException {
        return OpenStackHttp.with(token).get("/compute/v2.1/servers?limit=1").status();
    }
}

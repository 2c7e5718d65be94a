package io.porthole.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.porthole.testing.Account;
import io.porthole.testing.HttpAnswer;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.RecordedHistory;
import io.porthole.testing.VmUnderTest;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;

/** Each no that openapi.json tells of is really said; {@link ApiProgram} sees to it that no other is. */
@ArquillianTest
@RunAsClient
class ApiStatusesIT {

    /** What the other classes see, and what only a portal in trouble says. */
    private static final Set<String> NOT_HERE = Set.of("200", "202", "429", "500", "503");

    private final Map<String, Set<String>> said = new TreeMap<>();

    @Test
    void everyRefusalOfTheDocumentIsGiven() throws Exception {
        Map<String, Set<String>> told = new TreeMap<>();
        String somebodys = RecordedHistory.insertEnded("somebody", "gone", Instant.now()).toString();
        for (ApiDocument.Operation operation : ApiDocument.operations()) {
            told.put(operation.name(), new TreeSet<>(operation.statuses()));
            told.get(operation.name()).removeAll(NOT_HERE);
            ask(ApiProgram.nobody(), operation, "x", "");
            ask(ApiProgram.of(Account.AUDITOR), operation, somebodys, "");
            ask(ApiProgram.of(Account.DEMO), operation, somebodys, "");
            ask(ApiProgram.of(Account.ADMIN), operation, "x", "");
            if (told.get(operation.name()).contains("400")) {
                ask(ApiProgram.of(Account.ADMIN), operation, somebodys, "?surprise=1");
            }
        }
        askForConsoles();

        assertEquals(told, said);
    }

    private void askForConsoles() throws IOException {
        VmUnderTest desktop = PortalUnderTest.nodes().vm("desktop");
        for (VmUnderTest vm : List.of(PortalUnderTest.nodes().vm("vault"), PortalUnderTest.nodes().vm("archive"))) {
            keep("POST /consoles", ApiProgram.of(Account.DEMO).post("/consoles", "{\"instance\": \"" + vm.id() + "\"}"));
        }
        keep("POST /consoles", ApiProgram.of(Account.AUDITOR, "studio").post("/consoles", "{\"instance\": \"" + desktop.id() + "\"}"));
        keep("POST /consoles", ApiProgram.of(Account.DEMO).request("POST", "/consoles").body("text/plain", "x").send());
    }

    private void ask(ApiProgram program, ApiDocument.Operation operation, String id, String query) throws IOException {
        boolean export = operation.path().equals("/audit/export") && query.isEmpty(); // behind the end, for the whole of it is long
        String target = operation.path().replace("{id}", id) + (export ? "?after=99999999999999" : query);
        keep(operation.name(), operation.method().equals("GET") ? program.get(target) : program.post(target, "{}"));
    }

    private void keep(String operation, HttpAnswer answer) {
        Set<String> statuses = said.computeIfAbsent(operation, name -> new TreeSet<>());
        String status = String.valueOf(answer.status());
        if (!NOT_HERE.contains(status)) {
            statuses.add(status);
        }
    }
}

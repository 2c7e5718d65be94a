package io.porthole.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.porthole.testing.Account;
import io.porthole.testing.HttpAnswer;
import io.porthole.testing.OpenStackHttp;
import io.porthole.testing.RawRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A program that uses the portal's API. Each answer is compared with openapi.json, and no answer may be kept or be meant for another site's page. */
final class ApiProgram {

    private final OpenStackHttp http;

    private ApiProgram(OpenStackHttp http) {
        this.http = http;
    }

    static ApiProgram nobody() {
        return new ApiProgram(OpenStackHttp.nobody());
    }

    /** With all that this user may. */
    static ApiProgram of(Account account) throws IOException {
        return new ApiProgram(OpenStackHttp.as(account));
    }

    /** With what this user may in the project. */
    static ApiProgram of(Account account, String project) throws IOException {
        return new ApiProgram(OpenStackHttp.as(account, project));
    }

    static ApiProgram with(String token) {
        return new ApiProgram(OpenStackHttp.with(token));
    }

    /** @param localAddress one of this machine's own, so that what it did is found by it */
    ApiProgram from(String localAddress) {
        http.from(localAddress);
        return this;
    }

    /** @param target behind /api/v1 */
    HttpAnswer get(String target) throws IOException {
        return checked("GET", target, request("GET", target).send());
    }

    HttpAnswer get(String target, String accept) throws IOException {
        return checked("GET", target, request("GET", target).replace("Accept", accept).send());
    }

    HttpAnswer post(String target) throws IOException {
        return checked("POST", target, request("POST", target).header("Content-Length", "0").send());
    }

    HttpAnswer post(String target, String json) throws IOException {
        return checked("POST", target, request("POST", target).body("application/json", json).send());
    }

    /** To be changed before it is sent; its answer is compared with nothing. */
    RawRequest request(String method, String target) {
        return http.request(method, ApiDocument.ROOT + target);
    }

    /** @return the list of this name in an answer that must be 200 */
    @SuppressWarnings("unchecked")
    List<Map<String, Object>> list(String target, String name) throws IOException {
        HttpAnswer answer = get(target);
        assertEquals(200, answer.status(), answer.toString());
        return (List<Map<String, Object>>) OpenStackHttp.json(answer, name);
    }

    List<String> ids(String target, String name) throws IOException {
        return list(target, name).stream().map(item -> (String) item.get("id")).toList();
    }

    /** What a program is told that may not: the status, the refusal's name, and the incident under which the trail holds it. */
    static UUID assertRefused(int status, String refusal, HttpAnswer answer) {
        assertEquals(status, answer.status(), answer.toString());
        assertEquals("application/problem+json", answer.header("Content-Type").orElse(""));
        assertEquals(refusal, OpenStackHttp.json(answer, "refusal"));
        return UUID.fromString((String) OpenStackHttp.json(answer, "incident"));
    }

    static HttpAnswer checked(String method, String target, HttpAnswer answer) {
        ApiDocument.assertTells(method, ApiDocument.ROOT + target, answer);
        assertEquals("no-store", answer.header("Cache-Control").orElse(""), answer.toString());
        assertEquals(List.of(), answer.headers("Set-Cookie"));
        assertEquals(List.of(), answer.head().stream().filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("access-control")).toList());
        return answer;
    }
}

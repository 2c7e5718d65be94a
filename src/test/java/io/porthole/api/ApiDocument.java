package io.porthole.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import io.porthole.testing.HttpAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** openapi.json as the tests read it: what there is, and whether an answer is as it says. */
final class ApiDocument {

    static final String ROOT = "/api/v1";

    private static final JsonNode DOCUMENT = read();
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private static final SchemaValidatorsConfig STRICT = SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
    private static final Map<String, JsonSchema> KNOWN = new ConcurrentHashMap<>();

    /** Such as GET /sessions/{id}. */
    record Operation(String method, String path, JsonNode node) {

        String name() {
            return method + " " + path;
        }

        /** Of every answer that is not a fault of ours. */
        Set<String> statuses() {
            Set<String> statuses = new TreeSet<>();
            node.get("responses").fieldNames().forEachRemaining(statuses::add);
            return statuses;
        }

        Set<String> queryParameters() {
            return StreamSupport.stream(node.path("parameters").spliterator(), false).map(ApiDocument::resolved)
                    .filter(parameter -> parameter.get("in").asText().equals("query")).map(parameter -> parameter.get("name").asText())
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        private boolean matches(String asked, String target) {
            return method.equals(asked) && target.matches(ROOT + path.replaceAll("\\{\\w+}", "[^/]+"));
        }
    }

    private ApiDocument() {
    }

    static List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        DOCUMENT.get("paths").fields().forEachRemaining(path -> path.getValue().fields()
                .forEachRemaining(method -> operations.add(new Operation(method.getKey().toUpperCase(Locale.ROOT), path.getKey(), method.getValue()))));
        return operations;
    }

    /** @param target with its query */
    static Optional<Operation> operation(String method, String target) {
        String path = target.replaceFirst("\\?.*", "");
        return operations().stream().filter(operation -> operation.matches(method, path)).findFirst();
    }

    /** The status, the media type and the body are among those that the document tells. */
    static void assertTells(String method, String target, HttpAnswer answer) {
        Operation operation = operation(method, target).orElseThrow(() -> new AssertionError("openapi.json has no " + method + " " + target));
        JsonNode response = resolved(operation.node().get("responses").path(String.valueOf(answer.status())));
        assertTrue(response.isObject(), operation.name() + " has no " + answer);
        String mediaType = answer.header("Content-Type").orElse("none").replaceFirst(";.*", "");
        JsonNode content = response.get("content").path(mediaType);
        assertTrue(content.isObject(), operation.name() + " does not tell of " + answer);
        String reference = content.path("schema").path("$ref").asText();
        if (!reference.isEmpty()) {
            assertEquals(List.of(), schema(reference).validate(answer.text(), InputFormat.JSON).stream().map(Object::toString).toList(), answer.toString());
        }
    }

    private static JsonSchema schema(String reference) {
        return KNOWN.computeIfAbsent(reference, name -> SCHEMAS.getSchema(SchemaLocation.of("classpath:openapi.json" + name), STRICT));
    }

    private static JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? DOCUMENT.at(node.get("$ref").asText().substring(1)) : node;
    }

    private static JsonNode read() {
        try (InputStream file = ApiDocument.class.getResourceAsStream("/openapi.json")) {
            return new ObjectMapper().readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

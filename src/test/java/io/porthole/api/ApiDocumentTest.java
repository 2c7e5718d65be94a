package io.porthole.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** openapi.json is an OpenAPI document, and tells of what there is and nothing else. */
class ApiDocumentTest {

    @Test
    void itIsOfOpenApi31() throws IOException {
        SwaggerParseResult read = parsed(Files.readString(java.nio.file.Path.of("src/main/resources/openapi.json")));

        assertEquals(List.of(), read.getMessages());
        assertEquals("3.1.0", read.getOpenAPI().getOpenapi());
        assertEquals(ApiDocument.operations().size(), read.getOpenAPI().getPaths().values().stream().mapToInt(path -> path.readOperations().size()).sum());
    }

    @Test
    void whatIsNoneIsTold() throws IOException {
        String document = Files.readString(java.nio.file.Path.of("src/main/resources/openapi.json"));

        assertTrue(!parsed(document.replace("\"responses\": {", "\"answers\": {")).getMessages().isEmpty());
        assertTrue(!parsed(document.replace("\"in\": \"query\"", "\"in\": \"nowhere\"")).getMessages().isEmpty());
    }

    @Test
    void everyPathAndMethodStandsInItAndNoOther() {
        Set<String> there = new Api().getClasses().stream().filter(type -> type.isAnnotationPresent(Path.class)).flatMap(ApiDocumentTest::operations)
                .collect(Collectors.toCollection(TreeSet::new));

        assertEquals(there, ApiDocument.operations().stream().map(ApiDocument.Operation::name).collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void everySchemaIsUsed() throws IOException {
        String document = Files.readString(java.nio.file.Path.of("src/main/resources/openapi.json"));
        Set<String> schemas = parsed(document).getOpenAPI().getComponents().getSchemas().keySet();

        assertEquals(List.of(), schemas.stream().filter(name -> !document.contains("\"#/components/schemas/" + name + "\"")).toList());
    }

    private static SwaggerParseResult parsed(String document) {
        return new OpenAPIV3Parser().readContents(document, null, null);
    }

    private static Stream<String> operations(Class<?> resource) {
        return Stream.of(resource.getDeclaredMethods()).flatMap(method -> Stream.of(method.getAnnotations())
                .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class)).filter(verb -> verb != null)
                .map(verb -> verb.value() + " " + path(resource, method)));
    }

    private static String path(Class<?> resource, Method method) {
        Path own = method.getAnnotation(Path.class);
        return resource.getAnnotation(Path.class).value() + (own == null ? "" : "/" + own.value());
    }
}

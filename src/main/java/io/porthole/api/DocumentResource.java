package io.porthole.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** What this API is, as an OpenAPI document; for everybody, for it holds nothing of this installation. */
@Path("/openapi.json")
@ApplicationScoped
public class DocumentResource {

    private final byte[] document = document();

    @GET
    public Response show() {
        return Response.ok(document, MediaType.APPLICATION_JSON_TYPE).build();
    }

    private static byte[] document() {
        try (InputStream file = DocumentResource.class.getResourceAsStream("/openapi.json")) {
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.porthole.novaapi;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Says that there are no images: Porthole makes no VMs, and a hypervisor does not tell what they were made from. */
@Path("/")
@RequestScoped
public class ImagesResource {

    @Inject
    private Endpoints endpoints;

    @GET
    public Response versions() {
        String versions = Json.createObjectBuilder().add("versions", Json.createArrayBuilder().add(VersionDocuments.image(endpoints))).build().toString();
        return Response.status(300).type(MediaType.APPLICATION_JSON_TYPE).entity(versions).build();
    }

    @GET
    @Path("v2/images")
    public Response images() {
        String none = Json.createObjectBuilder().add("images", Json.createArrayBuilder()).add("first", "/v2/images").add("schema", "/v2/schemas/images").build().toString();
        return Response.ok(none, MediaType.APPLICATION_JSON_TYPE).build();
    }

    @GET
    @Path("v2/images/{id}")
    public Response image() {
        throw new ApiFault(404, "No image found.");
    }
}

package io.porthole.api;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.UUID;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import io.porthole.compute.InstanceId;
import io.porthole.console.ConsoleCuts;
import io.porthole.console.ConsoleRefused;
import io.porthole.console.OpenConsole;
import io.porthole.console.OpenConsoles;

/** The consoles that are open now, and how they are ended. */
@Path("/live")
@RequestScoped
public class LiveResource {

    private static final Set<String> PARAMETERS = Set.of("q", "page", ApiQuery.LIMIT);
    private static final int MOST_PAGES = 999_999;
    private static final String REASON = "reason";

    @Inject
    private OpenConsoles consoles;
    @Inject
    private ConsoleCuts cuts;
    @Inject
    private ApiCall call;

    @GET
    @Path("consoles")
    public Response list(@Context UriInfo uri) {
        ApiQuery query = ApiQuery.of(uri, PARAMETERS);
        String words = query.text("q");
        OpenConsoles.Page found = consoles.page(call.user(), words == null ? "" : words, query.number("page", 1, MOST_PAGES), query.limit());
        return new ApiJson().add("consoles", found.consoles(), LiveResource::shape)
                .add("page", found.page()).add("pages", found.pages()).add("total", found.total()).answer();
    }

    @POST
    @Path("consoles/{id}/cut")
    public Response cutConsole(@PathParam("id") String session, InputStream body, @Context UriInfo uri) throws IOException {
        return cut(session, uri, body, (id, words) -> cuts.cutSession(call.user(), id, words, call.address()));
    }

    @POST
    @Path("users/{id}/cut")
    public Response cutUser(@PathParam("id") String user, InputStream body, @Context UriInfo uri) throws IOException {
        return cut(user, uri, body, (id, words) -> cuts.cutUser(call.user(), id, words, call.address()));
    }

    @POST
    @Path("vms/{id}/cut")
    public Response cutVm(@PathParam("id") String vm, InputStream body, @Context UriInfo uri) throws IOException {
        return cut(vm, uri, body, (id, words) -> cuts.cutInstance(call.user(), id, words, call.address()));
    }

    private static Response cut(String id, UriInfo uri, InputStream body, Cut cut) throws IOException {
        ApiQuery.of(uri, Set.of());
        UUID which = InstanceId.parse(id).map(InstanceId::uuid).orElseThrow(Problem::nothingHere);
        String words = ApiBody.readIfThere(body, Set.of(REASON)).text(REASON, ConsoleCuts.LONGEST_WORDS);
        try {
            return new ApiJson().add("cut", cut.of(which, words)).answer();
        } catch (ConsoleRefused refused) {
            throw Problem.of(refused);
        }
    }

    private static JsonObject shape(OpenConsole console) {
        return new ApiJson().add("id", console.connectionId()).add("session", console.sessionId()).add("user", console.userName()).add("user_id", console.userId())
                .add("vm", console.instanceName()).add("vm_id", console.instanceId()).add("project", console.project()).add("node", console.node())
                .add("address", console.address()).add("door", console.door()).add("portal_node", console.portalNode()).add("opened_at", console.openedAt())
                .add("reached", console.reached()).add("view_only", console.viewOnly()).add("watched_user", console.watched())
                .add("bytes_to_browser", console.bytesToBrowser()).add("bytes_to_vm", console.bytesToVm())
                .add("rate_to_browser", console.rateToBrowser()).add("rate_to_vm", console.rateToVm()).build();
    }

    private interface Cut {
        int of(UUID id, String words) throws ConsoleRefused;
    }
}

package io.porthole.novaapi;

import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.TransactionalException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.ext.ExceptionMapper;

import io.porthole.console.ProgramRefusals;

/** Turns whatever goes wrong into an answer of the API's own shape. What is our fault is logged once, and its answer holds nothing of the cause. */
abstract class ErrorAnswers implements ExceptionMapper<Throwable> {

    private static final System.Logger LOG = System.getLogger(ErrorAnswers.class.getName());

    /** Nova has a place whose path ends in the token of a console. */
    private static final String TOKEN_IN_PATH = "(/os-console-auth-tokens/).*";

    @Inject
    private OpenStackCall call;
    @Inject
    private ProgramRefusals refusals;
    @Inject
    private Endpoints endpoints;

    abstract JsonObject shape(int status, String message);

    @Override
    public Response toResponse(Throwable cause) {
        if (cause instanceof ApiFault fault) {
            if (fault.refusal() != null) {
                refusals.tell(call.token() == null ? null : call.user(), fault.refusal(), call.place().replaceFirst(TOKEN_IN_PATH, "$1..."), call.address());
            }
            return answer(fault).build();
        }
        if (cause instanceof WebApplicationException refused) {
            return routed(refused.getResponse());
        }
        LOG.log(System.Logger.Level.ERROR, call.id() + ": " + call.place(), cause);
        boolean database = cause instanceof PersistenceException || cause instanceof TransactionalException;
        return answer(database ? new ApiFault(503, "The portal's database does not answer. Try again in a moment.")
                : new ApiFault(500, "Something broke in the portal. Its administrator finds the cause in its log by " + call.id() + ".")).build();
    }

    private Response routed(Response refused) {
        ApiFault fault = switch (refused.getStatus()) {
            case 404 -> new ApiFault(404, "The resource could not be found.");
            case 405 -> new ApiFault(405, "The method specified is not allowed for this resource.");
            default -> new ApiFault(refused.getStatus(), refused.getStatusInfo().getReasonPhrase());
        };
        ResponseBuilder answer = answer(fault);
        String allow = refused.getHeaderString("Allow");
        return allow == null ? answer.build() : answer.header("Allow", allow).build();
    }

    private ResponseBuilder answer(ApiFault fault) {
        ResponseBuilder answer = Response.status(fault.status()).type(MediaType.APPLICATION_JSON_TYPE).entity(shape(fault.status(), fault.getMessage()).toString());
        if (fault.status() == 401) {
            answer.header("WWW-Authenticate", "Keystone uri=\"" + endpoints.identity() + "\"");
        }
        if (fault.retryAfter() != null) {
            answer.header("Retry-After", fault.retryAfter().toSeconds());
        }
        return answer;
    }
}

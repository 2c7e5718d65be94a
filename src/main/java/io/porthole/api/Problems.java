package io.porthole.api;

import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.TransactionalException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Turns whatever goes wrong into an application/problem+json (RFC 9457). What is our fault is logged once, and its answer holds nothing of the cause. */
@Provider
@ApplicationScoped
public class Problems implements ExceptionMapper<Throwable> {

    private static final System.Logger LOG = System.getLogger(Problems.class.getName());
    private static final String MEDIA_TYPE = "application/problem+json";

    @Inject
    private ApiCall call;

    @Override
    public Response toResponse(Throwable cause) {
        if (cause instanceof Problem problem) {
            return answer(problem).build();
        }
        if (cause instanceof WebApplicationException refused) {
            return routed(refused.getResponse());
        }
        LOG.log(System.Logger.Level.ERROR, call.id() + ": " + call.place(), cause);
        boolean database = cause instanceof PersistenceException || cause instanceof TransactionalException;
        return answer(database ? Problem.of(503, "DATABASE_UNAVAILABLE", "The portal’s database does not answer. Try again in a moment.")
                : Problem.of(500, "BROKEN", "Something broke in the portal. Its administrator finds the cause in its log by the incident.")).build();
    }

    private Response routed(Response refused) {
        Problem problem = switch (refused.getStatus()) {
            case 404 -> Problem.nothingHere();
            case 405 -> Problem.of(405, "METHOD_NOT_ALLOWED", "This address does not know the method. /api/v1/openapi.json tells which it knows.");
            case 406 -> Problem.of(406, "NOT_ACCEPTABLE", "There is nothing of this media type here. /api/v1/openapi.json tells of which there is.");
            case 415 -> Problem.of(415, "UNSUPPORTED_MEDIA_TYPE", "A body must be JSON, and say so: Content-Type: application/json.");
            case 400 -> Problem.malformed("The request cannot be read.");
            default -> Problem.of(refused.getStatus(), "REFUSED", refused.getStatusInfo().getReasonPhrase());
        };
        ResponseBuilder answer = answer(problem);
        String allow = refused.getHeaderString("Allow");
        return allow == null ? answer.build() : answer.header("Allow", allow).build();
    }

    private ResponseBuilder answer(Problem problem) {
        UUID incident = problem.incident() == null ? call.id() : problem.incident();
        JsonObjectBuilder told = Json.createObjectBuilder().add("type", "urn:porthole:problem:" + problem.name())
                .add("title", Response.Status.fromStatusCode(problem.status()).getReasonPhrase()).add("status", problem.status())
                .add("detail", problem.getMessage()).add("instance", "urn:uuid:" + incident)
                .add("refusal", problem.name()).add("incident", incident.toString());
        if (problem.limit() != null) {
            told.add("limit", problem.limit().limit().name()).add("most", problem.limit().most())
                    .add("retry_after", problem.limit().again().toSeconds()).add("message", problem.limit().words());
        }
        ResponseBuilder answer = Response.status(problem.status()).type(MEDIA_TYPE).entity(told.build().toString());
        if (problem.status() == 401) {
            answer.header("WWW-Authenticate", problem.name().equals("TOKEN_MISSING") ? "Bearer realm=\"porthole\"" : "Bearer realm=\"porthole\", error=\"invalid_token\"");
        }
        if (problem.retryAfter() != null) {
            answer.header("Retry-After", problem.retryAfter().toSeconds());
        }
        return answer;
    }
}

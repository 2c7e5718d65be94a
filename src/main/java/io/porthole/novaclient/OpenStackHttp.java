package io.porthole.novaclient;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends one request to an OpenStack service: within a deadline, no longer answer than a bound, no redirection. */
final class OpenStackHttp {

    /** A catalog of many regions is the longest that is read. */
    private static final int MOST_BYTES = 1_048_576;

    private final HttpClient client;

    /** @param client that follows no redirection: a request holds the administrator's token */
    OpenStackHttp(HttpClient client) {
        this.client = client;
    }

    /** @param service how the administrator knows whom we asked, for messages; a request's own address holds a token and is never told */
    ServiceAnswer send(HttpRequest request, String service, Deadline deadline) throws NovaException {
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(request, head -> new BoundedBody(MOST_BYTES));
        try {
            HttpResponse<byte[]> response = answer.get(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
            return new ServiceAnswer(response.statusCode(), response.headers(), response.body());
        } catch (TimeoutException e) {
            throw new NovaException(service + " does not answer in time", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw new NovaException(service + " cannot be reached: " + (cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage()), cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NovaException("interrupted while " + service + " was asked", e);
        } finally {
            answer.cancel(true);
        }
    }
}

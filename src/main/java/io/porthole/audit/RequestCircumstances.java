package io.porthole.audit;

/**
 * Under what circumstances the request of this thread came. A door says it once, so that not every step on the way to the trail must hand it on;
 * what no request began has none.
 *
 * @param forwarded the chain of X-Forwarded-For, as it came; null without one
 * @param forwardedBelieved whether the address was taken from that chain; null without one
 * @param userAgent what the client calls itself; null if nothing
 */
public record RequestCircumstances(String forwarded, Boolean forwardedBelieved, String userAgent) {

    private static final ThreadLocal<RequestCircumstances> HERE = new ThreadLocal<>();
    private static final RequestCircumstances NONE = new RequestCircumstances(null, null, null);
    /** As long as a header gets that tells the truth. */
    private static final int LONGEST = 500;

    public RequestCircumstances {
        forwarded = forwarded == null ? null : AuditEvent.clean(forwarded, LONGEST);
        userAgent = userAgent == null ? null : AuditEvent.clean(userAgent, LONGEST);
    }

    static RequestCircumstances here() {
        RequestCircumstances found = HERE.get();
        return found == null ? NONE : found;
    }

    /** They hold until {@link #end}, on this thread alone. */
    public void begin() {
        HERE.set(this);
    }

    public static void end() {
        HERE.remove();
    }
}

package io.porthole.instance;

import java.util.List;

/** A stretch of a list of instances. @param more whether there are others behind it */
public record InstanceListing(List<InstanceDetails> instances, boolean more) {
}

package io.porthole.compute;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** The UUID of an instance, the same in libvirt, in Nova and here. */
public record InstanceId(UUID uuid) {

    private static final Pattern FORM = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    /** @return empty for anything that is not a UUID written in full, such as what stands in a hand-made address */
    public static Optional<InstanceId> parse(String text) {
        return text != null && FORM.matcher(text).matches()
                ? Optional.of(new InstanceId(UUID.fromString(text))) : Optional.empty();
    }

    @Override
    public String toString() {
        return uuid.toString();
    }
}

package io.porthole.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.porthole.testing.HttpAnswer;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.VmUnderTest;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the rows of the list of VMs. */
final class VmPage {

    private static final Pattern ROW = Pattern.compile("<li class=\"vm\"[^>]*id=\"vm-([0-9a-f-]{36})\"");

    private VmPage() {
    }

    static VmUnderTest vm(String name) {
        return PortalUnderTest.nodes().vm(name);
    }

    static Set<UUID> ids(String... names) {
        Set<UUID> ids = new LinkedHashSet<>();
        for (String name : names) {
            ids.add(vm(name).id());
        }
        return ids;
    }

    /** @return where that page's link leads, as prev or next; empty without one */
    static Optional<String> link(HttpAnswer list, String relation) {
        Matcher link = Pattern.compile("<a rel=\"" + relation + "\"[^>]* href=\"([^\"]*)\"").matcher(list.text());
        return link.find() ? Optional.of(link.group(1).replace("&amp;", "&")) : Optional.empty();
    }

    /** @return the VMs of a list that was answered */
    static Set<UUID> shown(HttpAnswer list) {
        assertEquals(200, list.status(), list.toString());
        Set<UUID> ids = new LinkedHashSet<>();
        Matcher row = ROW.matcher(list.text());
        while (row.find()) {
            ids.add(UUID.fromString(row.group(1)));
        }
        return ids;
    }
}

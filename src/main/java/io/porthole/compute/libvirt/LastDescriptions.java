package io.porthole.compute.libvirt;

import java.util.LinkedHashMap;
import java.util.Map;

import io.porthole.compute.InstanceId;

/**
 * The descriptions that were asked for last, each with what was read in it: to read one takes longer than all else that is done with libvirt for a console, and it
 * seldom changes. One with a password in it is not kept.
 */
final class LastDescriptions {

    private static final int MOST = 128;

    /** Guarded by this; who was asked for last comes last. */
    private final Map<InstanceId, Description> descriptions = new LinkedHashMap<>(16, 0.75f, true) {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<InstanceId, Description> eldest) {
            return size() > MOST;
        }
    };

    private record Description(String xml, DomainXml read) {
    }

    /** @param xml as libvirt gave it just now */
    DomainXml read(InstanceId id, String xml) {
        synchronized (this) {
            Description last = descriptions.get(id);
            if (last != null && last.xml.equals(xml)) {
                return last.read;
            }
        }
        DomainXml read = DomainXml.parse(xml);
        synchronized (this) {
            if (read.vncPassword().isPresent()) {
                descriptions.remove(id);
            } else {
                descriptions.put(id, new Description(xml, read));
            }
        }
        return read;
    }
}

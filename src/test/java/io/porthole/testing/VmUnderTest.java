package io.porthole.testing;

import java.util.UUID;

/**
 * A VM of libvirt's test driver, whose screen is a fake VNC server.
 *
 * @param vnc null for a VM without one
 */
public record VmUnderTest(UUID id, String name, String project, String node, boolean running, FakeVncServer vnc) {

    /** The domain as libvirt's test driver reads it; 5 is VIR_DOMAIN_SHUTOFF. */
    String toXml(String ownPassword) {
        return """
                <domain type="test" xmlns:test="http://libvirt.org/schemas/domain/test/1.0">
                  <name>%s</name><uuid>%s</uuid>%s
                  <memory>65536</memory><vcpu>1</vcpu><os><type>hvm</type></os>
                  <devices>%s</devices>%s
                </domain>
                """.formatted(escaped(name), id, metadata(), graphics(ownPassword), running ? "" : "<test:runstate>5</test:runstate>");
    }

    private String metadata() {
        return project == null ? "" : """
                <metadata><porthole:instance xmlns:porthole="urn:porthole:instance:1">
                <porthole:project>%s</porthole:project></porthole:instance></metadata>""".formatted(project);
    }

    private String graphics(String ownPassword) {
        if (vnc == null) {
            return "";
        }
        return "<graphics type='vnc' port='%d' listen='127.0.0.1'%s/>".formatted(vnc.port(), ownPassword == null ? "" : " passwd='" + ownPassword + "'");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}

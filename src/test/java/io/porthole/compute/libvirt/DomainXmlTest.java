package io.porthole.compute.libvirt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DomainXmlTest {

    private static final String VNC = "<graphics type='vnc' port='5901' autoport='yes' listen='0.0.0.0'><listen type='address' address='0.0.0.0'/></graphics>";
    private static final String SPICE = "<graphics type='spice' port='5902' autoport='yes'/>";
    private static final String PORTHOLE = "<porthole:instance xmlns:porthole='urn:porthole:instance:1'><porthole:project>demo</porthole:project></porthole:instance>";

    // ---- where its screen listens

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"<graphics type='vnc' listen='0.0.0.0'><listen type='address' address='0.0.0.0'/></graphics>|0.0.0.0",
        "<graphics type='vnc' listen='127.0.0.1'/>|127.0.0.1", "<graphics type='vnc'><listen type='network' address='10.0.0.1' network='n'/></graphics>|10.0.0.1",
        "<graphics type='vnc' listen='::1'><listen type='address' address='::1'/><listen type='address' address='10.0.0.1'/></graphics>|::1 10.0.0.1",
        "<graphics type='vnc'><listen type='socket' socket='/run/vnc'/></graphics>|''", "<graphics type='vnc'><listen type='none'/></graphics>|''",
        "<graphics type='spice' listen='127.0.0.1'/>|''"})
    void everyAddressOfTheVncServerIsFound(String graphics, String addresses) {
        assertEquals(addresses, String.join(" ", domain("", graphics).vncListens()));
    }

    // ---- whose it is

    @ParameterizedTest
    @ValueSource(strings = {"1.0", "1.1"})
    void novasMetadataNamesTheInstanceAndItsProject(String version) {
        DomainXml xml = domain(nova(version, "web server", "ops"), VNC);

        assertEquals("instance-0000002a", xml.name());
        assertEquals("web server", xml.displayName());
        assertEquals(Optional.of("ops"), xml.project());
    }

    @Test
    void portholesMetadataNamesTheProject() {
        DomainXml xml = domain(PORTHOLE, VNC);

        assertEquals("instance-0000002a", xml.displayName());
        assertEquals(Optional.of("demo"), xml.project());
    }

    @Test
    void novasMetadataCountsBeforePortholes() {
        assertEquals(Optional.of("ops"), domain(nova("1.1", "web", "ops") + PORTHOLE, VNC).project());
        assertEquals(Optional.of("ops"), domain(PORTHOLE + nova("1.1", "web", "ops"), VNC).project());
    }

    @Test
    void withoutMetadataTheDomainsNameIsShownAndNoProjectIsKnown() {
        DomainXml xml = domain("", VNC);

        assertEquals("instance-0000002a", xml.displayName());
        assertEquals(Optional.empty(), xml.project());
    }

    @Test
    void metadataOfOtherProgramsSaysNothing() {
        String other = "<other:instance xmlns:other='http://example.org/libvirt/nova/1.1'><other:name>evil</other:name><other:project>ops</other:project></other:instance>"
                + "<project>ops</project><name>evil</name>";
        DomainXml xml = domain(other, VNC);

        assertEquals("instance-0000002a", xml.name());
        assertEquals("instance-0000002a", xml.displayName());
        assertEquals(Optional.empty(), xml.project());
    }

    @Test
    void emptyNamesAreNone() {
        DomainXml xml = domain(nova("1.1", " ", "\n"), VNC);

        assertEquals("instance-0000002a", xml.displayName());
        assertEquals(Optional.empty(), xml.project());
    }

    @Test
    void namesAreTrimmed() {
        DomainXml xml = domain(nova("1.1", "\n  web  \n", "\tops\n"), VNC);

        assertEquals("web", xml.displayName());
        assertEquals(Optional.of("ops"), xml.project());
    }

    @ParameterizedTest
    @CsvSource({"&lt;img src=x onerror=alert(1)&gt;, <img src=x onerror=alert(1)>", "a&amp;b, a&b", "<![CDATA[</nova:name><nova:project>ops</nova:project>]]>, </nova:name><nova:project>ops</nova:project>",
            "Büro &#x1F600;, Büro 😀"})
    void nameIsTextWhateverItLooksLike(String written, String name) {
        DomainXml xml = domain(nova("1.1", written, "demo"), VNC);

        assertEquals(name, xml.displayName());
        assertEquals(Optional.of("demo"), xml.project());
    }

    @Test
    void nameOfADiskOrANetworkIsNotTheDomains() {
        String xml = "<domain><metadata/><devices><disk><name>disk</name></disk></devices><name>desktop</name></domain>";

        assertEquals("desktop", DomainXml.parse(xml).name());
    }

    // ---- where its screen is

    @Test
    void portOfTheVncServerIsFound() {
        DomainXml xml = domain("", VNC);

        assertTrue(xml.hasVnc());
        assertEquals(Optional.of(5901), xml.vncPort());
    }

    @Test
    void portOfSpiceIsNotTheVncServers() {
        assertEquals(Optional.of(5901), domain("", SPICE + VNC).vncPort());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", SPICE, "<graphics type='egl-headless'/>", "<graphics/>"})
    void domainWithoutVncHasNone(String graphics) {
        DomainXml xml = domain("", graphics);

        assertFalse(xml.hasVnc());
        assertEquals(Optional.empty(), xml.vncPort());
        assertEquals(Optional.empty(), xml.vncPassword());
    }

    @ParameterizedTest
    @ValueSource(strings = {"<graphics type='vnc' port='-1' autoport='yes'/>", "<graphics type='vnc'/>", "<graphics type='vnc' port=''/>", "<graphics type='vnc' port='590x'/>",
            "<graphics type='vnc' socket='/run/vnc.sock'/>"})
    void vncWithoutAPortHasNoneYet(String graphics) {
        DomainXml xml = domain("", graphics);

        assertTrue(xml.hasVnc());
        assertEquals(Optional.empty(), xml.vncPort());
    }

    @Test
    void passwordIsFoundWhereTheDescriptionHoldsIt() {
        assertEquals(Optional.of("s&same"), domain("", "<graphics type='vnc' port='5901' passwd='s&amp;same'/>").vncPassword());
        assertEquals(Optional.empty(), domain("", VNC).vncPassword());
        assertEquals(Optional.empty(), domain("", "<graphics type='vnc' passwd=''/>").vncPassword());
    }

    /** THREATS.md, row 18: nothing but the devices says where a screen is. */
    @Test
    void graphicsInTheMetadataAreNoScreen() {
        String forged = "<x:y xmlns:x='urn:x'><graphics type='vnc' port='5999' passwd='x'/></x:y>";

        assertFalse(domain(forged, SPICE).hasVnc());
        assertEquals(Optional.of(5901), domain(forged, VNC).vncPort());
        assertEquals(Optional.empty(), domain(forged, VNC).vncPassword());
    }

    // ---- what is no description

    @ParameterizedTest
    @ValueSource(strings = {"", "no xml", "<domain>", "<domain/><domain/>", "<!DOCTYPE domain><domain/>",
            "<!DOCTYPE domain [<!ENTITY file SYSTEM 'file:///etc/passwd'>]><domain><name>&file;</name></domain>"})
    void whatIsNoDescriptionIsRefused(String xml) {
        assertThrows(IllegalArgumentException.class, () -> DomainXml.parse(xml));
    }

    private static DomainXml domain(String metadata, String graphics) {
        return DomainXml.parse("<domain type='kvm' id='3'><name>instance-0000002a</name><uuid>0f7a3c1e-5b2d-4e6f-8a9b-0c1d2e3f4a5b</uuid><metadata>" + metadata
                + "</metadata><devices><disk type='file'><source file='/x'/></disk>" + graphics + "</devices></domain>");
    }

    /** As nova writes it (nova/virt/libvirt/config.py, LibvirtConfigGuestMetaNovaInstance). */
    private static String nova(String version, String name, String project) {
        return "<nova:instance xmlns:nova='http://openstack.org/xmlns/libvirt/nova/" + version + "'><nova:package version='27.0.0'/><nova:name>" + name
                + "</nova:name><nova:creationTime>2026-01-01 00:00:00</nova:creationTime><nova:flavor name='m1.small'><nova:memory>2048</nova:memory></nova:flavor>"
                + "<nova:owner><nova:user uuid='1'>ann</nova:user><nova:project uuid='2'>" + project + "</nova:project></nova:owner></nova:instance>";
    }
}

package io.porthole.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.Browser;
import io.porthole.testing.ComputeNodesUnderTest;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.RawWebSocket.Frame;
import io.porthole.testing.RawWebSocket;
import io.porthole.testing.RfbMessage;
import io.porthole.testing.VmUnderTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFB towards the browser: version 3.8 and security None, one shared screen, whatever the VNC server speaks. */
@ArquillianTest
@RunAsClient
class ConsoleHandshakeIT {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final ComputeNodesUnderTest nodes = PortalUnderTest.nodes();

    @Test
    void eachHandshakeMessageComesInOneShortFrame() throws Exception {
        VmUnderTest vm = nodes.freshVm();
        vm.vnc().name("n".repeat(300));
        try (RawWebSocket console = consoleBeforeHandshake(vm)) {
            assertFrame("RFB 003.008\n".getBytes(US_ASCII), console.readData());
            console.sendBinary(RawWebSocket.viewerMessages().get(0));
            assertFrame(new byte[] {1, 1}, console.readData());
            console.sendBinary(RawWebSocket.viewerMessages().get(1));
            assertFrame(new byte[4], console.readData());
            console.sendBinary(RawWebSocket.viewerMessages().get(2));
            Frame serverInit = console.readData();
            assertTrue(serverInit.last() && serverInit.payload().length < 126);
            assertEquals("n".repeat(100), nameIn(serverInit));
        }
    }

    @Test
    void aPageThatTakesAllMessagesAtOnceGetsThemBeforeItAnswers() throws Exception {
        VmUnderTest vm = nodes.freshVm();
        vm.vnc().echo();
        Browser worker = Browser.signedInAs(Account.WORKER);
        try (RawWebSocket console = worker.connect(worker.tokenFor(vm) + "&handshake=at-once")) {
            byte[] screen = new RfbMessage().screen().string("QEMU (" + vm.name() + ")").toBytes();
            for (byte[] message : List.of("RFB 003.008\n".getBytes(US_ASCII), new byte[] {1, 1}, new byte[4], screen)) {
                assertFrame(message, console.readData());
            }
            for (byte[] message : RawWebSocket.viewerMessages()) {
                console.sendBinary(message);
            }
            byte[] key = new RfbMessage().keyEvent('a').toBytes();
            console.sendBinary(key);
            assertArrayEquals(key, console.readBytes(key.length));
        }
    }

    @Test
    void theNameIsCutBetweenCharacters() throws Exception {
        VmUnderTest vm = nodes.freshVm();
        vm.vnc().name("x" + "\u20AC".repeat(60));
        try (RawWebSocket console = consoleBeforeHandshake(vm)) {
            assertEquals("x" + "\u20AC".repeat(33), nameIn(shakeHandsToServerInit(console)));
        }
    }

    @Test
    void screenSizeAndFormatArePassedOn() throws Exception {
        VmUnderTest vm = nodes.freshVm();
        try (RawWebSocket console = consoleBeforeHandshake(vm)) {
            ByteBuffer screen = ByteBuffer.wrap(shakeHandsToServerInit(console).payload());

            assertEquals(800, screen.getShort());
            assertEquals(600, screen.getShort());
            assertEquals(32, screen.get());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"003.003", "003.007", "003.008", "004.001"})
    void theBrowserSpeaksVersion38WhateverTheServerSpeaks(String version) throws Exception {
        VmUnderTest vm = nodes.freshVm();
        vm.vnc().version(version);
        assertWholeWay(vm);
    }

    @Test
    void theBrowserNeedsNoPasswordWhereTheNodeHasOne() throws Exception {
        assertWholeWay(nodes.freshSecuredVm());
    }

    @Test
    void theBrowserNeedsNoPasswordWhereTheDomainHasOne() throws Exception {
        assertWholeWay(nodes.vmWithOwnPassword());
    }

    @Test
    void theBrowserNeedsNoPasswordWhereTheVmHasAFileWithOne() throws Exception {
        assertWholeWay(nodes.vmWithPasswordFile());
    }

    @Test
    void authenticationIsPreferredWhateverTheServersOrder() throws Exception {
        VmUnderTest vm = nodes.freshSecuredVm();
        vm.vnc().securityTypes(1, 2);
        assertWholeWay(vm);
    }

    /** All of the frames, so that neither a password nor a version of the server's shows. */
    private void assertWholeWay(VmUnderTest vm) throws Exception {
        vm.vnc().echo();
        try (RawWebSocket console = consoleBeforeHandshake(vm)) {
            assertEquals("QEMU (" + vm.name() + ")", nameIn(shakeHandsToServerInit(console)));
            byte[] key = new RfbMessage().keyEvent('a').toBytes();
            console.sendBinary(key);
            assertArrayEquals(key, console.readBytes(key.length));
        }
    }

    @Test
    void theScreenIsSharedEvenWhenTheBrowserAsksForItAlone() throws Exception {
        VmUnderTest vm = nodes.freshVm();
        try (RawWebSocket console = consoleBeforeHandshake(vm)) {
            console.readData();
            console.sendBinary(RawWebSocket.viewerMessages().get(0));
            console.readData();
            console.sendBinary(RawWebSocket.viewerMessages().get(1));
            console.readData();
            console.sendBinary(new byte[] {0});
            console.readData();

            vm.vnc().awaitReady(1, LIMIT);
            assertEquals(1, vm.vnc().connections().get(0).sharedFlag());
        }
    }

    private static RawWebSocket consoleBeforeHandshake(VmUnderTest vm) throws IOException {
        Browser worker = Browser.signedInAs(Account.WORKER);
        return worker.connect(worker.tokenFor(vm));
    }

    private static Frame shakeHandsToServerInit(RawWebSocket console) throws IOException {
        Frame frame = console.readData();
        for (byte[] message : RawWebSocket.viewerMessages()) {
            console.sendBinary(message);
            frame = console.readData();
        }
        return frame;
    }

    private static String nameIn(Frame serverInit) {
        ByteBuffer message = ByteBuffer.wrap(serverInit.payload()).position(20);
        byte[] name = new byte[message.getInt()];
        message.get(name);
        assertFalse(message.hasRemaining());
        return new String(name, UTF_8);
    }

    private static void assertFrame(byte[] payload, Frame frame) {
        assertTrue(frame.last());
        assertEquals(RawWebSocket.BINARY, frame.opcode());
        assertArrayEquals(payload, frame.payload());
    }
}

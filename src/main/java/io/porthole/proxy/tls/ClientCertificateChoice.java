package io.porthole.proxy.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/** Shows our certificate to a server that asks for one, whatever authorities it names, and remembers that it asked. For one handshake. */
final class ClientCertificateChoice extends X509ExtendedKeyManager {

    private static final String OURS = "ours";

    private final ClientIdentity identity;
    private volatile boolean asked;

    /** @param identity null when we have none */
    ClientCertificateChoice(ClientIdentity identity) {
        this.identity = identity;
    }

    boolean wasAsked() {
        return asked;
    }

    boolean hasOne() {
        return identity != null;
    }

    @Override
    public String chooseEngineClientAlias(String[] keyTypes, Principal[] issuers, SSLEngine engine) {
        asked = true;
        return identity != null && Arrays.asList(keyTypes).contains(identity.key().getAlgorithm()) ? OURS : null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return identity.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return identity.key();
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        return identity == null ? new String[0] : new String[] {OURS};
    }

    @Override
    public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
        return null;
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        return new String[0];
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return null;
    }
}

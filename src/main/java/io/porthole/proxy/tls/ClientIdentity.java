package io.porthole.proxy.tls;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;

import io.porthole.settings.PemFile;
import io.porthole.settings.SettingException;

/** Our certificate with its chain, and the key to it. */
record ClientIdentity(PrivateKey key, List<X509Certificate> chain) {

    private static final byte[] SAMPLE = {1, 2, 3};

    ClientIdentity {
        chain = List.copyOf(chain);
    }

    /** @return null where the settings name none */
    static ClientIdentity read(TlsFiles files) {
        if (files.clientKey() == null) {
            return null;
        }
        ClientIdentity identity = new ClientIdentity(new PemFile(TlsFiles.CLIENT_KEY, files.clientKey()).privateKey(),
                new PemFile(TlsFiles.CLIENT_CERTIFICATE, files.clientCertificate()).certificates());
        if (!identity.fits()) {
            throw new SettingException(TlsFiles.CLIENT_KEY, "the key in " + files.clientKey() + " is not that of the certificate in " + files.clientCertificate());
        }
        return identity;
    }

    private boolean fits() {
        PublicKey certified = chain.get(0).getPublicKey();
        try {
            Signature signature = Signature.getInstance(signatureAlgorithm());
            signature.initSign(key);
            signature.update(SAMPLE);
            byte[] signed = signature.sign();
            signature.initVerify(certified);
            signature.update(SAMPLE);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private String signatureAlgorithm() {
        return switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> "EdDSA";
        };
    }
}

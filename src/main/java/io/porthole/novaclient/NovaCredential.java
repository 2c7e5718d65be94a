package io.porthole.novaclient;

import java.net.URI;

/** With what Keystone is asked for a token of an administrator; the password prints as stars. */
public record NovaCredential(URI authUrl, String userName, String password, String project, String userDomain, String projectDomain) {

    @Override
    public String toString() {
        return userName + " in " + project + " at " + authUrl + ", ***";
    }
}

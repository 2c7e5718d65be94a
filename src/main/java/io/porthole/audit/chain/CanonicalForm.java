package io.porthole.audit.chain;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;

/** The bytes of an event that its hash is taken of. docs/audit.md tells them, so that anybody can write a check of their own. */
public final class CanonicalForm {

    /** Of the form told here. Another list of fields is another form, with another number and another tag. */
    public static final int NUMBER = 1;
    /** An event's columns, in the order of their bytes. */
    public static final List<String> FIELDS = List.of("id", "at", "action", "user_name", "on_behalf_of", "address", "forwarded", "forwarded_believed",
            "user_agent", "portal_node", "instance_id", "instance_name", "project", "node", "session_id", "door", "refusal", "incident", "detail");
    /** What the first entry follows. */
    public static final String START = "0".repeat(64);

    static final int ID = FIELDS.indexOf("id");
    static final int AT = FIELDS.indexOf("at");

    private static final String TAG = "porthole audit event 1";
    /** In the place of a length: there is no value. An empty text has the length 0. */
    private static final int NONE = -1;

    private CanonicalForm() {
    }

    /** The tag and each value: four bytes of its length, the highest first, and its UTF-8. */
    static byte[] bytes(List<String> values) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        append(bytes, TAG);
        values.forEach(value -> append(bytes, value));
        return bytes.toByteArray();
    }

    /** @return SHA-256 of the hash before and the event's bytes, in hexadecimal digits */
    public static String hash(String before, List<String> values) {
        MessageDigest digest = sha256();
        digest.update(HexFormat.of().parseHex(before));
        digest.update(bytes(values));
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The columns of an event e as texts, each as it stands in the canonical form. */
    public static String columns() {
        return String.join(", ", FIELDS.stream().map(CanonicalForm::column).toList());
    }

    /** Values may be null, which {@link List#of} would refuse. */
    public static List<String> values(String... values) {
        return Collections.unmodifiableList(java.util.Arrays.asList(values));
    }

    private static String column(String name) {
        return name.equals("at") ? "to_char(e.at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') as at" : "cast(e." + name + " as text) as " + name;
    }

    private static void append(ByteArrayOutputStream bytes, String value) {
        byte[] text = value == null ? new byte[0] : value.getBytes(UTF_8);
        bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(value == null ? NONE : text.length).array());
        bytes.writeBytes(text);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}

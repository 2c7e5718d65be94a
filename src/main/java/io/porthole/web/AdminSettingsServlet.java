package io.porthole.web;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.porthole.identity.AccountRefused;
import io.porthole.identity.AdministratorsOnly;
import io.porthole.settings.Setting;
import io.porthole.settings.Settings;
import io.porthole.web.view.AdminSettingsView;
import io.porthole.web.view.SettingRow;

/** The settings in force on this portal node, for administrators, each with where it comes from: limits, rules of recording and all others. No setting is a secret. */
@WebServlet("/admin/settings")
public class AdminSettingsServlet extends AccountPageServlet {

    /** What it means that one of these is not set; of the others, there is just nothing. */
    private static final Map<String, String> UNSET = Map.of(
            "session_keep_days", "admin.settings.for-ever",
            "event_keep_days", "admin.settings.for-ever",
            "allowed_origins", "admin.settings.no-others",
            "trusted_proxies", "admin.settings.nobody",
            "recording_roles", "admin.settings.nobody",
            "syslog_receiver", "admin.settings.nobody",
            "syslog_ca_certs", "admin.settings.java",
            "vencrypt_ca_certs", "admin.settings.java");

    @Inject
    private transient AdministratorsOnly administrators;
    @Inject
    private transient Settings settings;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            administrators.check(actor(request), "settings");
        } catch (AccountRefused refused) {
            showRefused(request, response, refused);
            return;
        }
        List<SettingRow> all = settings.inForce().stream().map(AdminSettingsServlet::row).toList();
        pages().show(request, response, "admin-settings", "admin", "settings", new AdminSettingsView(all.stream().filter(row -> row.from() != null).toList(),
                all.stream().filter(row -> row.from() == null).toList(), settings.warnings()));
    }

    static SettingRow row(Setting setting) {
        return new SettingRow(setting.key(), setting.value(), UNSET.getOrDefault(setting.key(), "admin.settings.nothing"), setting.from());
    }
}

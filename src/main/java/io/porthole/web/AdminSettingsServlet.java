package io.porthole.web;

import java.io.IOException;
import java.util.List;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.porthole.identity.AccountRefused;
import io.porthole.identity.AdministratorsOnly;
import io.porthole.settings.Settings;
import io.porthole.web.view.AdminSettingsView;
import io.porthole.web.view.SettingRow;

/** The settings in force on this portal node, for administrators, each with where it comes from: limits, rules of recording and all others. No setting is a secret. */
@WebServlet("/admin/settings")
public class AdminSettingsServlet extends AccountPageServlet {

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
        List<SettingRow> all = settings.inForce().stream().map(setting -> new SettingRow(setting.key(), setting.value(), setting.from())).toList();
        pages().show(request, response, "admin-settings", "admin", "settings", new AdminSettingsView(all.stream().filter(row -> row.from() != null).toList(),
                all.stream().filter(row -> row.from() == null).toList(), settings.warnings()));
    }
}

package io.porthole.web;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes words of what a browser calls itself, good enough for a person to know their own. */
final class BrowserName {

    private static final Pattern PRODUCT = Pattern.compile("(Edg|OPR|Firefox|FxiOS|HeadlessChrome|Chrome|CriOS|Version)[A-Za-z]*/(\\d{1,4})");
    /** In this order: each also says the names of those behind it. */
    private static final String[] PREFERRED = {"Edg", "OPR", "Firefox", "FxiOS", "CriOS", "HeadlessChrome", "Chrome", "Version"};
    private static final Map<String, String> NAMES = Map.of("Edg", "Edge", "OPR", "Opera", "FxiOS", "Firefox", "CriOS", "Chrome",
            "HeadlessChrome", "Chrome", "Version", "Safari");
    private static final String[][] SYSTEMS = {{"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Android", "Android"}, {"CrOS", "ChromeOS"},
        {"Windows", "Windows"}, {"Mac OS X", "macOS"}, {"Linux", "Linux"}};
    private static final int LONGEST = 60;

    private BrowserName() {
    }

    static String of(String agent) {
        for (String wanted : PREFERRED) {
            Matcher product = PRODUCT.matcher(agent);
            while (product.find()) {
                if (product.group(1).equals(wanted)) {
                    return NAMES.getOrDefault(wanted, wanted) + " " + product.group(2) + system(agent);
                }
            }
        }
        return agent.length() > LONGEST ? agent.substring(0, LONGEST) + "…" : agent;
    }

    private static String system(String agent) {
        for (String[] system : SYSTEMS) {
            if (agent.contains(system[0])) {
                return ", " + system[1];
            }
        }
        return "";
    }
}

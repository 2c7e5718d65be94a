package io.porthole.web.view;

/**
 * A console or an action that was refused after a click.
 *
 * @param refusal  the refusal's name; its words are refusal.NAME.title and refusal.NAME.words
 * @param vmName   or null
 * @param incident the id to quote
 * @param retry    the URL that tries again by GET, or null
 */
public record RefusedView(String refusal, String vmName, String incident, String retry) {
}

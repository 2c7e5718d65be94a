/**
 * What the page templates are given: plain values, ready to be shown.
 * It knows no entity, no servlet type and no rule; a text is a key of the message bundle, a time an ISO instant.
 */
package io.porthole.web.view;

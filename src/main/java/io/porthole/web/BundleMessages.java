package io.porthole.web;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.Optional;
import java.util.ResourceBundle;

import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.messageresolver.AbstractMessageResolver;

/** Texts come from the one bundle, whichever template asks. */
final class BundleMessages extends AbstractMessageResolver {

    private static final ResourceBundle.Control NO_FALLBACK = ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    @Override
    public String resolveMessage(ITemplateContext context, Class<?> origin, String key, Object[] parameters) {
        try {
            return text(context.getLocale(), key, parameters);
        } catch (MissingResourceException e) {
            return null;
        }
    }

    static String text(Locale locale, String key, Object... parameters) {
        String text = ResourceBundle.getBundle("messages", locale, BundleMessages.class.getClassLoader(), NO_FALLBACK).getString(key);
        return parameters == null || parameters.length == 0 ? text : new MessageFormat(text, locale).format(parameters);
    }

    /** @return empty where there is no such text */
    static Optional<String> known(Locale locale, String key) {
        ResourceBundle texts = ResourceBundle.getBundle("messages", locale, BundleMessages.class.getClassLoader(), NO_FALLBACK);
        return texts.containsKey(key) ? Optional.of(texts.getString(key)) : Optional.empty();
    }

    @Override
    public String createAbsentMessageRepresentation(ITemplateContext context, Class<?> origin, String key, Object[] parameters) {
        return "[" + key + "]";
    }
}

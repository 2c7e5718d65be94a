package io.porthole.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import jakarta.servlet.ServletContext;

import org.thymeleaf.IEngineConfiguration;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.AbstractConfigurableTemplateResolver;
import org.thymeleaf.templateresource.ITemplateResource;
import org.thymeleaf.templateresource.StringTemplateResource;

/** The templates in the application, which name files plainly: they come with the names that a browser may keep them by. */
final class PageTemplates extends AbstractConfigurableTemplateResolver {

    private final ServletContext context;
    private final StaticFiles files;

    PageTemplates(ServletContext context, StaticFiles files) {
        this.context = context;
        this.files = files;
        setPrefix("/WEB-INF/templates/");
        setSuffix(".html");
        setTemplateMode(TemplateMode.HTML);
    }

    @Override
    protected ITemplateResource computeTemplateResource(IEngineConfiguration configuration, String owner, String template, String path, String encoding,
            Map<String, Object> attributes) {
        try (InputStream in = context.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalArgumentException("there is no template " + path);
            }
            return new StringTemplateResource(files.named(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException("the template " + path + " cannot be read", e);
        }
    }
}

package io.porthole.web;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.WebContext;
import org.thymeleaf.web.servlet.JakartaServletWebApplication;

import io.porthole.identity.FormToken;
import io.porthole.identity.SignIn;
import io.porthole.identity.SignInPrincipal;
import io.porthole.web.view.PageView;

/** Renders a template with its view and the frame that all pages share. */
@ApplicationScoped
public class Pages {

    private final SignInCookie cookie;
    private final Languages languages;
    private final JakartaServletWebApplication application;
    private final TemplateEngine engine = new TemplateEngine();

    protected Pages() {
        this.cookie = null;
        this.languages = null;
        this.application = null;
    }

    @Inject
    public Pages(SignInCookie cookie, Languages languages, StaticFiles files, ServletContext context) {
        this.cookie = cookie;
        this.languages = languages;
        this.application = JakartaServletWebApplication.buildApplication(context);
        engine.setTemplateResolver(new PageTemplates(context, files));
        engine.setMessageResolver(new BundleMessages());
    }

    /** @param area the part of the portal that the header marks as the current one */
    void show(HttpServletRequest request, HttpServletResponse response, String template, String area, String name, Object view) throws IOException {
        show(request, response, template, null, frame(request, response, area, FormToken::text), name, view);
    }

    /** A page that {@link Compression} may make smaller: it repeats nothing of what its request brought along, and its form token stands in it masked. */
    void showCompressed(HttpServletRequest request, HttpServletResponse response, String template, String name, Object view) throws IOException {
        Compression.send(request, response, engine.process(template, context(request, response, frame(request, response, "", FormToken::masked), name, view)));
    }

    /** A page without forms and without a secret, the same for everybody: it needs no cookie. */
    void showToAnybody(HttpServletRequest request, HttpServletResponse response, String template, String name, Object view) throws IOException {
        PageView page = new PageView("", false, null, false, false, "", Notice.of(request), "", language(request));
        Compression.send(request, response, engine.process(template, context(request, response, page, name, view)));
    }

    /** Only one fragment of the template, for a page that renews a part of itself. */
    private void showFragment(HttpServletRequest request, HttpServletResponse response, String template, String fragment, String name, Object view) throws IOException {
        show(request, response, template, Set.of(fragment), frame(request, response, "", FormToken::text), name, view);
    }

    /**
     * A page with a list that it renews by itself: it asks for that part alone, and there is an answer only where something is new.
     *
     * @param area also the page's template, beside that of its list
     * @param version another one as soon as the list is
     */
    void showWithList(HttpServletRequest request, HttpServletResponse response, String area, String version, Object view) throws IOException {
        if (!"list".equals(request.getParameter("part"))) {
            show(request, response, area, area, "list", view);
            return;
        }
        String tag = "\"" + version + "\"";
        response.setHeader("ETag", tag);
        if (tag.equals(request.getHeader("If-None-Match"))) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
        } else {
            showFragment(request, response, area + "-list", "list", "list", view);
        }
    }

    private void show(HttpServletRequest request, HttpServletResponse response, String template, Set<String> fragments, PageView page, String name,
            Object view) throws IOException {
        WebContext context = context(request, response, page, name, view);
        engine.process(template, fragments, context, response.getWriter());
    }

    private WebContext context(HttpServletRequest request, HttpServletResponse response, PageView page, String name, Object view) {
        Map<String, Object> variables = new HashMap<>();
        variables.put("page", page);
        variables.put(name, view);
        response.setContentType("text/html;charset=UTF-8");
        return new WebContext(application.buildExchange(request, response), languages.of(request), variables);
    }

    private PageView frame(HttpServletRequest request, HttpServletResponse response, String area, Function<FormToken, String> shown) {
        SignIn signIn = SignInPrincipal.signInOf(request.getUserPrincipal()).orElse(null);
        String form = shown.apply(cookie.formToken(request, response));
        String here = LocalPath.of(request);
        return signIn == null ? new PageView(form, false, null, false, false, area, Notice.of(request), here, language(request))
                : new PageView(form, true, signIn.user().name(), signIn.user().mayAudit(), signIn.user().administrator(), area, Notice.of(request), here, language(request));
    }

    private String language(HttpServletRequest request) {
        return languages.of(request).toLanguageTag();
    }
}

package dev.mimo.examples.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneId;
import java.util.Base64;
import java.util.List;

/**
 * A report as one page that needs nothing but itself: no script, no network, and a policy that allows neither. Whatever the
 * session holds stays text.
 */
public final class HtmlReport {

    private final SessionReport report;
    private final Times times;

    private HtmlReport(SessionReport report, ZoneId zone) {
        this.report = report;
        this.times = new Times(zone);
    }

    /** The page; {@code zone} is that of its times. */
    public static String of(SessionReport report, ZoneId zone) {
        return new HtmlReport(report, zone).page();
    }

    private String page() {
        Anchors anchors = new Anchors(report);
        List<Panel> panels = List.of(
                new ContextPanel(report.context(), report.memory().versions(), times),
                new SpendingPanel(report.spending()),
                new WorkPanel(report.work(), anchors, times),
                new CheckpointPanel(report.memory(), anchors, times),
                new RebuildPanel(report.context(), times),
                new MemoryPanel(report.memory(), anchors, times),
                new PlanPanel(report.plan()),
                new TranscriptPanel(report.excerpt(), report.memory().quotes(), times));
        List<Panel> shown = panels.stream().filter(panel -> !panel.isEmpty()).toList();
        Html html = new Html();
        html.open("html", "lang", "en");
        head(html);
        html.open("body").line();
        new HeadView(report, times).write(html, shown);
        html.open("main").line();
        shown.forEach(panel -> write(panel, html));
        return "<!doctype html>\n" + html.close().close().close() + "\n";
    }

    private static void write(Panel panel, Html html) {
        html.open("section", "id", panel.id(), "class", "panel").leaf("h2", panel.title());
        panel.write(html);
        html.close().line();
    }

    private void head(Html html) {
        String css = css();
        String policy = "default-src 'none'; style-src 'sha256-" + hash(css) + "'; base-uri 'none'; form-action 'none'";
        html.open("head").empty("meta", "charset", "utf-8");
        html.empty("meta", "http-equiv", "Content-Security-Policy", "content", policy);
        html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        html.empty("meta", "name", "color-scheme", "content", "light dark");
        html.empty("meta", "name", "referrer", "content", "no-referrer");
        html.leaf("title", Clip.line(report.head().session().value(), 80) + " · mimo report");
        html.style(css).close().line();
    }

    private static String css() {
        try (InputStream in = HtmlReport.class.getResourceAsStream("report.css")) {
            if (in == null) {
                throw new IllegalStateException("report.css is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(String css) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(css.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new LinkageError("every Java platform has SHA-256", e);
        }
    }
}

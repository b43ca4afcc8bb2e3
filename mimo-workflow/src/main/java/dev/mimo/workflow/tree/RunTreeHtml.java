package dev.mimo.workflow.tree;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mimo.model.Cut;
import dev.mimo.workflow.journal.JournalRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;

/**
 * A run as one page that needs nothing but itself: totals, how it ended, and its tree with a bar over time for each agent. No
 * script, no network, and a policy that allows neither; whatever scripts and models have said stays text.
 */
public final class RunTreeHtml {

    private static final DateTimeFormatter EXACT = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    /** So much of a result or an error is shown, in characters. */
    private static final int LONGEST = 20_000;

    private final RunTree tree;
    private final ZoneId zone;
    private final Instant now;
    private final Markup html = new Markup();

    private RunTreeHtml(RunTree tree, ZoneId zone, Instant now) {
        this.tree = tree;
        this.zone = zone;
        this.now = now;
    }

    /**
     * The page.
     *
     * @param zone of its times
     * @param now up to when the bars of running agents reach
     */
    public static String of(RunTree tree, ZoneId zone, Instant now) {
        Instant end = tree.status() == RunTree.Status.RUNNING && now.isAfter(tree.last()) ? now : tree.last();
        return new RunTreeHtml(tree, zone, end).page();
    }

    private String page() {
        html.open("html", "lang", "en");
        head();
        html.open("body").line().open("header");
        title();
        figures();
        html.close().open("main").line();
        ending();
        html.open("section", "class", "panel").leaf("h2", "Timeline");
        new RunTimeline(tree, now, html).write();
        html.close().close().close().close();
        return "<!doctype html>\n" + html + "\n";
    }

    private void head() {
        String css = css();
        String policy = "default-src 'none'; style-src 'sha256-" + hash(css) + "'; base-uri 'none'; form-action 'none'";
        html.open("head").empty("meta", "charset", "utf-8");
        html.empty("meta", "http-equiv", "Content-Security-Policy", "content", policy);
        html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        html.empty("meta", "name", "color-scheme", "content", "light dark");
        html.empty("meta", "name", "referrer", "content", "no-referrer");
        html.leaf("title", Plain.cut(Plain.line(tree.name()), 80) + " · mimo workflow");
        html.style(css).close().line();
    }

    private void title() {
        html.open("p", "class", "kicker").leaf("span", "Workflow run");
        html.leaf(
                "span",
                RunTreeText.words(tree.status()),
                "class",
                "badge " + tree.status().name().toLowerCase(Locale.ROOT));
        html.close().leaf("h1", Plain.line(tree.name())).open("p", "class", "facts");
        html.leaf("code", tree.id().value());
        html.leaf(
                "span",
                EXACT.format(tree.begun().atZone(zone)) + " – "
                        + EXACT.format(tree.last().atZone(zone)) + " " + zone.getId());
        html.close().line();
    }

    private void figures() {
        Totals totals = tree.totals();
        html.open("dl", "class", "figures");
        figure("Agents", String.format(Locale.ROOT, "%,d", totals.agents()), "");
        figure(
                "Ended well",
                String.format(Locale.ROOT, "%,d", totals.succeeded()),
                totals.succeeded() > 0 ? "good" : "");
        count("Failed", totals.failed(), "bad");
        count("Skipped", totals.skipped(), "");
        count("Running", totals.running(), "open");
        count("In doubt", totals.inDoubt(), "open");
        figure("Time", Figures.time(RunTreeText.worked(tree, now)), "");
        count("Passes", tree.passes().size() < 2 ? 0 : tree.passes().size(), "");
        figure("Tokens", Figures.tokens(totals.spent().usage().total()), "");
        figure(
                "Cost",
                totals.spent().cost() == null
                        ? "unknown"
                        : Figures.cost(totals.spent().cost()),
                "");
        html.close().line();
    }

    private void count(String name, int number, String kind) {
        if (number > 0) {
            figure(name, String.format(Locale.ROOT, "%,d", number), kind);
        }
    }

    private void figure(String name, String number, String kind) {
        html.open("div")
                .leaf("dt", name)
                .leaf("dd", number, "class", kind.isEmpty() ? null : kind)
                .close();
    }

    private void ending() {
        JournalRecord.Terminal terminal = tree.terminal();
        if (terminal == null) {
            return;
        }
        JsonNode value = terminal.value();
        String error = terminal.error();
        if (error != null) {
            html.open("section", "class", "panel")
                    .leaf("h2", "Error")
                    .leaf("pre", cut(error), "class", "bad")
                    .close();
        } else if (value != null) {
            html.open("section", "class", "panel").leaf("h2", "Result");
            html.leaf("pre", cut(value.isTextual() ? value.textValue() : value.toPrettyString()))
                    .close();
        }
        html.line();
    }

    private static String cut(String text) {
        int left = text.length() - LONGEST;
        return left <= 0 ? text : text.substring(0, Cut.at(text, LONGEST)) + "\n… " + left + " more characters";
    }

    private static String css() {
        try (InputStream in = RunTreeHtml.class.getResourceAsStream("run-tree.css")) {
            if (in == null) {
                throw new IllegalStateException("run-tree.css is missing from the jar");
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

package dev.mimo.tool.web;

import dev.mimo.environment.Cancellation;
import dev.mimo.environment.CancelledException;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.parser.Parser;
import org.jsoup.select.NodeFilter;

/**
 * Writes what a person would read of an HTML page as Markdown. Walks without recursion, so depth does not matter; what a page
 * costs stays in proportion to its length, whatever it holds. For one page.
 */
final class HtmlMarkdown implements NodeFilter {

    /** Elements deeper than this stand beside each other: the parser looks through all that are open for each that begins. */
    private static final int DEEPEST = 200;

    private static final String NOT_READ =
            "script, style, noscript, template, svg, iframe, object, form button, [hidden]";
    private static final Set<String> BLOCKS = Set.of(
            "p",
            "div",
            "section",
            "article",
            "header",
            "footer",
            "main",
            "aside",
            "nav",
            "ul",
            "ol",
            "dl",
            "dt",
            "dd",
            "table",
            "figure",
            "figcaption",
            "address",
            "form",
            "fieldset",
            "details",
            "summary",
            "blockquote",
            "hr");

    private final StringBuilder text = new StringBuilder();
    private final Set<Node> notRead;
    private int lists;
    private int preformatted;

    private HtmlMarkdown(Set<Node> notRead) {
        this.notRead = notRead;
    }

    /** Throws {@link CancelledException} soon after the call is cancelled: there are pages over which a parser takes minutes. */
    static String of(WebPage page, Cancellation cancellation) throws IOException {
        String charset = page.charset() == null ? null : page.charset().name();
        Document document = Jsoup.parse(
                new Bytes(page.body(), cancellation),
                charset,
                page.address().toString(),
                Parser.htmlParser().setMaxDepth(DEEPEST));
        Set<Node> notRead = Collections.newSetFromMap(new IdentityHashMap<>());
        notRead.addAll(document.select(NOT_READ));
        HtmlMarkdown markdown = new HtmlMarkdown(notRead);
        String title = document.title().strip();
        if (!title.isEmpty() && document.selectFirst("h1") == null) {
            markdown.text.append("# ").append(title).append("\n\n");
        }
        document.body().filter(markdown);
        return markdown.text
                .toString()
                .replaceAll("(?<![ \t])[ \t]++\n", "\n")
                .replaceAll("\n{3,}", "\n\n")
                .strip();
    }

    @Override
    public FilterResult head(Node node, int depth) {
        if (notRead.contains(node)) {
            return FilterResult.SKIP_ENTIRELY;
        }
        if (node instanceof TextNode words) {
            words(words);
        } else if (node instanceof Element element) {
            begin(element);
        }
        return FilterResult.CONTINUE;
    }

    @Override
    public FilterResult tail(Node node, int depth) {
        if (node instanceof Element element) {
            end(element);
        }
        return FilterResult.CONTINUE;
    }

    private void words(TextNode words) {
        String whole = words.getWholeText();
        if (preformatted > 0) {
            text.append(whole);
            return;
        }
        String line = whole.replaceAll("[\\s\u00a0]+", " ");
        boolean atStart = text.isEmpty() || text.charAt(text.length() - 1) == '\n' || endsWith(" ");
        text.append(atStart ? line.stripLeading() : line);
    }

    private void begin(Element element) {
        String name = element.normalName();
        if (BLOCKS.contains(name)) {
            block();
        }
        switch (name) {
            case "h1", "h2", "h3", "h4", "h5", "h6" -> {
                block();
                text.append("#".repeat(name.charAt(1) - '0')).append(' ');
            }
            case "ul", "ol" -> lists++;
            case "li" -> {
                line();
                text.append("  ".repeat(Math.max(0, Math.min(lists, 20) - 1))).append("- ");
            }
            case "br" -> text.append('\n');
            case "hr" -> text.append("---");
            case "blockquote" -> text.append("> ");
            case "tr" -> line();
            case "td", "th" -> text.append("| ");
            case "pre" -> {
                block();
                text.append("```\n");
                preformatted++;
            }
            default -> inline(element, name, true);
        }
    }

    private void end(Element element) {
        String name = element.normalName();
        switch (name) {
            case "h1", "h2", "h3", "h4", "h5", "h6" -> block();
            case "ul", "ol" -> lists--;
            case "td", "th" -> text.append(' ');
            case "tr" -> row(element);
            case "pre" -> {
                preformatted--;
                line();
                text.append("```");
                block();
            }
            default -> inline(element, name, false);
        }
        if (BLOCKS.contains(name)) {
            block();
        }
    }

    private void inline(Element element, String name, boolean opening) {
        if (preformatted > 0) {
            return;
        }
        switch (name) {
            case "b", "strong" -> text.append("**");
            case "em", "i" -> text.append('*');
            case "code" -> text.append('`');
            case "a" -> link(element, opening);
            case "img" -> {
                if (opening && !element.attr("alt").isBlank()) {
                    text.append('[').append(element.attr("alt").strip()).append(']');
                }
            }
            default -> {
                // Has no sign of its own.
            }
        }
    }

    private void link(Element element, boolean opening) {
        String target = element.absUrl("href");
        if (element.hasText() && (target.startsWith("http://") || target.startsWith("https://"))) {
            text.append(opening ? "[" : "](" + target.replace(")", "%29").replace(" ", "%20") + ")");
        }
    }

    /** After the first row of a table stands the line that makes it one. */
    private void row(Element row) {
        text.append('|');
        if (row.previousElementSibling() == null && row.selectFirst("> th") != null) {
            text.append("\n")
                    .append("| --- ".repeat(Math.max(1, row.childrenSize())))
                    .append('|');
        }
    }

    private void line() {
        if (!text.isEmpty() && !endsWith("\n")) {
            text.append('\n');
        }
    }

    private void block() {
        if (lists > 0) {
            if (!endsWith("- ")) {
                line();
            }
        } else if (!text.isEmpty() && !endsWith("\n\n") && !endsWith("> ") && !endsWith("| ")) {
            text.append(endsWith("\n") ? "\n" : "\n\n");
        }
    }

    private boolean endsWith(String end) {
        return text.length() >= end.length()
                && text.substring(text.length() - end.length()).equals(end);
    }

    /** What the parser reads, piece by piece, as long as somebody waits for it. */
    private static final class Bytes extends FilterInputStream {

        private static final int PIECE = 4_096;

        private final Cancellation cancellation;

        Bytes(byte[] body, Cancellation cancellation) {
            super(new ByteArrayInputStream(body));
            this.cancellation = cancellation;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            cancellation.throwIfCancelled();
            return super.read(into, offset, Math.min(length, PIECE));
        }
    }
}

package dev.mimo.tool.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.environment.Cancellation;
import dev.mimo.environment.CancelledException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class HtmlMarkdownTest {

    @Test
    void headings_lists_code_and_links() throws IOException {
        String html = """
                <head><title>T</title><style>x</style></head><body><h2>One &amp; two</h2>
                <p>Some <b>bold</b>, <em>soft</em> and <code>code()</code>
                   text<br>next</p><ul><li>a</li><li><p>b</p><ul><li>c</li></ul></li></ul>
                <pre><code>int x;
                  y();</code></pre><p><a href="javascript:x">no link</a> <img src=x alt="a cat"></p>
                <script>evil()</script><p hidden>unseen</p></body>
                """;

        assertThat(markdown(html)).isEqualTo("""
                        # T

                        ## One & two

                        Some **bold**, *soft* and `code()` text
                        next

                        - a
                        - b
                          - c

                        ```
                        int x;
                          y();
                        ```

                        no link [a cat]""");
    }

    @Test
    void a_table_keeps_its_rows() throws IOException {
        assertThat(markdown("<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>"))
                .isEqualTo("| a | b |\n| --- | --- |\n| 1 | 2 |");
    }

    @Test
    void depth_and_nothing_at_all_are_no_trouble() throws IOException {
        assertThat(markdown("<div>".repeat(100_000) + "deep")).isEqualTo("deep");
        assertThat(markdown("")).isEmpty();
        assertThat(markdown("<pre>".repeat(50))).isNotNull();
    }

    @Test
    @Timeout(60)
    void time_stays_in_proportion_to_long_pages() throws IOException {
        int rows = 200_000;
        int spaces = 1_000_000;

        assertThat(markdown("<table>" + "<tr><td>x".repeat(rows))).hasSizeGreaterThan(rows);
        assertThat(markdown("<script></script>".repeat(rows) + "end")).isEqualTo("end");
        assertThat(markdown("<pre>a" + " ".repeat(spaces) + "b</pre>")).hasSizeGreaterThan(spaces);
    }

    @Test
    void nobody_waits_for_a_page_that_is_no_longer_wanted() {
        Cancellation.Source source = new Cancellation.Source();
        source.cancel("enough");

        assertThatThrownBy(() -> HtmlMarkdown.of(page("<p>x"), source)).isInstanceOf(CancelledException.class);
    }

    @Test
    void the_page_may_name_its_own_charset() throws IOException {
        byte[] bytes = "<meta charset=iso-8859-1><p>caf\u00e9".getBytes(StandardCharsets.ISO_8859_1);
        WebPage page =
                new HttpReply(200, Map.of("content-type", "text/html"), bytes).page(WebAddress.of("http://a.example/"));

        assertThat(HtmlMarkdown.of(page, Cancellation.never())).isEqualTo("café");
    }

    private static String markdown(String html) throws IOException {
        return HtmlMarkdown.of(page(html), Cancellation.never());
    }

    private static WebPage page(String html) {
        byte[] bytes = html.getBytes(StandardCharsets.UTF_8);
        return new HttpReply(200, Map.of("content-type", "text/html;charset=utf-8"), bytes)
                .page(WebAddress.of("http://a.example/"));
    }
}

package dev.mimo.examples.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.memory.checkpoint.Checkpoint;
import dev.mimo.memory.checkpoint.Item;
import dev.mimo.memory.checkpoint.Section;
import dev.mimo.model.Content;
import dev.mimo.model.Json;
import dev.mimo.model.ToolCall;
import dev.mimo.model.Usage;
import dev.mimo.session.Entry;
import dev.mimo.session.MemoryEntry;
import dev.mimo.session.MemoryScope;
import dev.mimo.session.MessageRef;
import dev.mimo.session.Plan;
import dev.mimo.session.SessionId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;

class HtmlReportTest {

    private static final String HOSTILE =
            "</script></style></title><img src=x onerror=alert(1)>\"' onload='x' &lt;b&gt;";
    private static final String PROJECT = "p\"><script>alert(2)</script>";

    /** All that a page is made of. */
    private static final Set<String> ELEMENTS = Set.of(
            "a",
            "body",
            "code",
            "dd",
            "details",
            "div",
            "dl",
            "dt",
            "figcaption",
            "figure",
            "h1",
            "h2",
            "h3",
            "h4",
            "head",
            "header",
            "html",
            "li",
            "line",
            "main",
            "meta",
            "nav",
            "ol",
            "p",
            "path",
            "pre",
            "rect",
            "section",
            "small",
            "span",
            "strong",
            "style",
            "summary",
            "svg",
            "table",
            "tbody",
            "td",
            "text",
            "th",
            "thead",
            "time",
            "title",
            "tr",
            "ul");

    @Test
    void whatever_a_session_holds_stays_text() {
        try (WrittenSession session = hostile()) {
            String page = HtmlReport.of(session.report(PROJECT), ZoneOffset.UTC);
            Document document = Jsoup.parse(page);

            Set<String> elements = new TreeSet<>();
            Set<String> attributes = new TreeSet<>();
            for (Element element : document.getAllElements()) {
                elements.add(element.tagName());
                element.attributes().forEach(attribute -> attributes.add(attribute.getKey()));
            }
            elements.remove("#root");
            assertThat(ELEMENTS).containsAll(elements);
            assertThat(attributes)
                    .noneMatch(name -> name.startsWith("on") || name.equals("src") || name.equals("style"));
            for (String panel :
                    List.of("spending", "tools", "checkpoints", "rebuilds", "memory", "plan", "transcript")) {
                assertThat(Objects.requireNonNull(document.getElementById(panel))
                                .text())
                        .as(panel)
                        .contains(panel.equals("spending") ? "main" : "<img src=x");
            }
            assertThat(document.select("h1").text()).contains("<img src=x onerror=alert(1)>");
        }
    }

    @Test
    void control_characters_and_half_pairs_do_not_break_the_page() {
        try (WrittenSession session = new WrittenSession("s")) {
            session.begin("t1", "a\u0000b\u0007c\u202ed\ud800e\udc00f\ud83d\ude00g");
            session.reply(1_000, Content.text("so"));

            String page = HtmlReport.of(session.report(), ZoneOffset.UTC);

            assertThat(page).contains("a\ufffdb\ufffdc\ufffdd\ufffde\ufffdf\ud83d\ude00g");
            assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(page)).isTrue();
        }
    }

    @Test
    void the_policy_allows_nothing_but_the_style_of_the_page_itself() throws Exception {
        try (LongSession scene = new LongSession().play(30)) {
            Document document = Jsoup.parse(HtmlReport.of(scene.report(), ZoneOffset.UTC));

            byte[] css = document.select("style").get(0).data().getBytes(StandardCharsets.UTF_8);
            String hash = Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(css));
            assertThat(document.select("meta[http-equiv=Content-Security-Policy]")
                            .attr("content"))
                    .isEqualTo(
                            "default-src 'none'; style-src 'sha256-" + hash + "'; base-uri 'none'; form-action 'none'");
            assertThat(document.select("style")).hasSize(1);
        }
    }

    @Test
    void nothing_refers_to_anything_outside_and_every_link_leads_somewhere() {
        try (LongSession scene = new LongSession().play(40, 30)) {
            Document document = Jsoup.parse(HtmlReport.of(scene.report(), ZoneOffset.UTC));

            for (Element element : document.getAllElements()) {
                for (Attribute attribute : element.attributes()) {
                    assertThat(attribute.getValue()).doesNotContain("://").doesNotContain("url(");
                }
            }
            assertThat(document.select("style").get(0).data())
                    .doesNotContain("url(")
                    .doesNotContain("@import");
            assertThat(document.select("a")).isNotEmpty().allSatisfy(link -> {
                assertThat(link.attr("href")).startsWith("#");
                assertThat(document.getElementById(link.attr("href").substring(1)))
                        .isNotNull();
            });
        }
    }

    @Test
    void the_page_is_well_formed_and_names_nothing_twice() {
        try (LongSession scene = new LongSession().play(40, 30)) {
            Parser parser = Parser.htmlParser().setTrackErrors(10);
            Document document = parser.parseInput(HtmlReport.of(scene.report(), ZoneOffset.UTC), "");

            assertThat(parser.getErrors()).isEmpty();
            assertThat(document.select("[id]").eachAttr("id")).doesNotHaveDuplicates();
            assertThat(document.select("section").eachAttr("id"))
                    .containsExactly(
                            "context", "spending", "tools", "checkpoints", "rebuilds", "memory", "plan", "transcript");
        }
    }

    @Test
    void evidence_leads_to_what_was_said() {
        try (LongSession scene = new LongSession().play(40)) {
            Document document = Jsoup.parse(HtmlReport.of(scene.report(), ZoneOffset.UTC));

            List<String> leads = document.select("#memory a.ref").eachAttr("href");

            assertThat(leads).contains("#q0", "#m2");
            assertThat(Objects.requireNonNull(document.getElementById("q0")).text())
                    .contains("We never change the tax table");
            assertThat(Objects.requireNonNull(document.getElementById("m2")).text())
                    .contains("numbered without gaps");
        }
    }

    @Test
    void an_empty_session_is_a_page_that_says_so() {
        try (WrittenSession session = new WrittenSession("nothing-yet")) {
            Document document = Jsoup.parse(HtmlReport.of(session.report(), ZoneOffset.UTC));

            assertThat(document.select("h1").text()).isEqualTo("nothing-yet");
            assertThat(document.select(".badge").text()).isEqualTo("not begun");
            assertThat(document.select("section")).isEmpty();
        }
    }

    @Test
    void a_running_session_is_shown_as_it_stands() {
        ToolCall call = WrittenSession.call("c1", "bash", Json.object().put("command", "make"));
        try (WrittenSession session = new WrittenSession("s")) {
            session.begin("t1", "go").reply(50_000, call).add(new Entry.CallStarted("c1"));

            Document document = Jsoup.parse(HtmlReport.of(session.report(), ZoneOffset.UTC));

            assertThat(document.select("header .badge").text()).isEqualTo("running, or cut off");
            assertThat(document.select("#tools rect.open")).hasSize(1);
            assertThat(document.select("#context text.threshold").eachText())
                    .containsExactly("20 %", "45 %", "70 %", "90 %");
        }
    }

    @Test
    void thousands_of_calls_give_a_page_below_two_megabytes() {
        try (WrittenSession session = new WrittenSession("s")) {
            session.begin("t1", "go " + "<".repeat(5_000));
            for (int i = 0; i < 5_000; i++) {
                ToolCall call = WrittenSession.call(
                        "c" + i, "tool" + i % 30, Json.object().put("path", "<".repeat(600)));
                session.reply(1_000 + i % 90_000, Content.text("&".repeat(2_000)), call);
                session.error(call, "<".repeat(5_000)).clock.advance(Duration.ofSeconds(i % 700));
            }

            String page = HtmlReport.of(session.report(), ZoneOffset.UTC);

            assertThat(page.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(2_000_000);
            Document document = Jsoup.parse(page);
            assertThat(document.select("#tools .axis text").eachText())
                    .hasSize(12)
                    .contains("19 others");
            assertThat(document.select("#tools rect.call, #tools rect.failed")).isEmpty();
        }
    }

    private static WrittenSession hostile() {
        WrittenSession session = new WrittenSession(HOSTILE);
        ToolCall call = WrittenSession.call("c1", HOSTILE, Json.object().put("path", HOSTILE));
        session.add(new Entry.Opened(HOSTILE, null)).begin("t1", HOSTILE).reply(50_000, Content.text(HOSTILE), call);
        var note = ReportReaderTest.rebuilt().data().deepCopy();
        note.withObject("/accounting")
                .withArray("blocks")
                .addObject()
                .put("name", HOSTILE)
                .put("tokens", 5);
        session.error(call, HOSTILE).add(new Entry.Noted("context_window", note.put("cause", HOSTILE)));
        session.add(
                new Entry.PlanChanged(Plan.empty().add(null, HOSTILE)), new Entry.TurnEnded("t1", HOSTILE, HOSTILE));
        session.checkpoints.save(new Checkpoint(
                session.id(),
                1,
                Map.of(Section.DECISIONS, List.of(new Item("i", HOSTILE, List.of(2L), Item.Maker.MODEL))),
                new Checkpoint.Marks(2, 2),
                new Checkpoint.Making(
                        WrittenSession.BEGIN, Checkpoint.Status.OK, HOSTILE, Usage.of(1, 1), null, HOSTILE)));
        MemoryEntry.Seen seen = MemoryEntry.Seen.once(
                WrittenSession.BEGIN, session.id(), List.of(new MessageRef(SessionId.of(HOSTILE), 2)));
        session.memories.update(
                MemoryScope.project(PROJECT),
                none -> List.of(new MemoryEntry(
                        "e",
                        MemoryEntry.Kind.RULE,
                        HOSTILE,
                        MemoryEntry.Status.CONFIRMED,
                        MemoryEntry.Origin.AGENT,
                        seen,
                        List.of(HOSTILE))));
        return session;
    }
}

package dev.mimo.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.model.Message;
import dev.mimo.session.Entry;
import dev.mimo.session.HistorySearch;
import dev.mimo.session.HistorySearch.Query;
import dev.mimo.session.HistorySearch.Scope;
import dev.mimo.session.InMemorySessionStore;
import dev.mimo.session.ScanningHistorySearch;
import dev.mimo.session.SessionId;
import dev.mimo.session.SessionLog;
import dev.mimo.session.SessionStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.apache.commons.io.FileUtils;

/** Any text at all is a query, and what both searches find in it is the same. */
class HostileQueriesIT {

    private static final List<String> SAID = List.of(
            "alpha AND beta OR \"gamma\" NEAR(delta, 3)",
            "getUserById in src/main/java/Foo.java: E0382",
            "我们把数据库连接池改成了十个 🦙 max_retry_count",
            "Café\u0301 naïve 100% a.b/c https://h.org/x?y=z#q");

    private static Path folder;
    private static SqliteSessionStore indexed;
    private static SessionStore read;

    @BeforeContainer
    static void open() throws IOException, InterruptedException {
        folder = Files.createTempDirectory("mimo-queries");
        indexed = SqliteSessionStore.at(folder);
        read = new InMemorySessionStore();
        for (SessionStore store : List.of(indexed, read)) {
            try (SessionLog log = store.open(SessionId.of("s"))) {
                SAID.forEach(text -> log.append(List.of(new Entry.MessageAdded(Message.user(text), null))));
            }
        }
        indexed.search().catchUp();
    }

    @AfterContainer
    static void close() throws IOException {
        indexed.close();
        read.close();
        FileUtils.deleteDirectory(folder.toFile());
    }

    @Property(tries = 1_000)
    void any_text_is_a_query(@ForAll String words) {
        assertThat(found(indexed.search(), words)).isEqualTo(found(new ScanningHistorySearch(read), words));
    }

    @Property(tries = 1_000)
    void the_syntax_of_an_index_means_nothing(@ForAll("syntax") String words) {
        assertThat(found(indexed.search(), words)).isEqualTo(found(new ScanningHistorySearch(read), words));
    }

    @Provide
    Arbitrary<String> syntax() {
        return Arbitraries.of(
                        "\"",
                        "'",
                        "*",
                        "^",
                        "(",
                        ")",
                        "{text}",
                        ":",
                        "-",
                        "+",
                        " ",
                        " AND ",
                        "NOT ",
                        "NEAR(",
                        "\0",
                        "%",
                        "_",
                        "/",
                        "alpha",
                        "beta",
                        "getUser",
                        "ById",
                        "Foo.java",
                        "数据",
                        "库",
                        "🦙",
                        "\ud83d",
                        "e\u0301",
                        "é",
                        "E0382",
                        "#s1")
                .list()
                .ofMaxSize(8)
                .map(parts -> String.join("", parts));
    }

    private static List<Long> found(HistorySearch search, String words) {
        return search.search(new Query(words, new Scope.Everywhere(), 50)).stream()
                .map(hit -> hit.ref().sequence())
                .sorted()
                .toList();
    }
}

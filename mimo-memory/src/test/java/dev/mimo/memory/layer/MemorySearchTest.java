package dev.mimo.memory.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.session.InMemoryMemoryStore;
import dev.mimo.session.MemoryEntry;
import dev.mimo.session.MemoryScope;
import dev.mimo.session.SessionId;
import dev.mimo.testing.TestToolContext;
import dev.mimo.tool.InvalidCall;
import dev.mimo.tool.Workspace;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MemorySearchTest {

    private static final SessionId ID = SessionId.of("session");
    private static final MemoryScope.Project PROJECT = new MemoryScope.Project("billing");

    private final InMemoryMemoryStore store = new InMemoryMemoryStore();
    private final MemorySearch search = new MemorySearch(
            store,
            session -> PROJECT,
            session -> List.of(
                    new MemorySearch.SessionText("checkpoint", "# Files\n\n- src/Invoice.java was changed\n"),
                    new MemorySearch.SessionText("notes", "- (todo) ask Ada about rounding\n")));

    @BeforeEach
    void remember() {
        store.update(
                PROJECT,
                Entries.adding(
                        Entries.fact("m-1", "invoices are rounded half up"),
                        Entries.fact("m-2", "invoices were rounded down").withStatus(MemoryEntry.Status.CONTRADICTED),
                        Entries.fact("m-3", "数据库在 eu-west 区域")));
        store.update(MemoryScope.global(), Entries.adding(Entries.rule("m-4", "never push on Fridays")));
        store.update(MemoryScope.project("other"), Entries.adding(Entries.fact("m-5", "invoices of another project")));
    }

    @Test
    void all_layers_of_the_session_are_searched_the_best_first() {
        assertThat(search.search(ID, "invoices rounded", 10))
                .extracting(
                        hit -> hit.entry() == null ? hit.where() : hit.entry().id())
                .containsExactly("m-1", "m-2");
        assertThat(search.search(ID, "invoice", 10))
                .extracting(MemorySearch.Hit::where)
                .contains("checkpoint", "project");
        assertThat(search.search(ID, "rounding Ada", 10))
                .first()
                .extracting(MemorySearch.Hit::where)
                .isEqualTo("notes");
        assertThat(search.search(ID, "Fridays", 10))
                .extracting(MemorySearch.Hit::where)
                .containsExactly("global");
        assertThat(search.search(ID, "数据库", 10)).hasSize(1);
        assertThat(search.search(ID, "invoices", 1)).hasSize(1);
        assertThat(search.search(ID, " ... ", 10)).isEmpty();
    }

    @Test
    void the_tool_tells_where_it_stands_and_what_showed_it() throws Exception {
        assertThat(call("invoices rounded")).isEqualTo("""
                project fact: invoices are rounded half up [m-1] (see s1#3)
                project fact, contradicted: invoices were rounded down [m-2] (see s1#3)
                """);
    }

    @Test
    void without_a_hit_the_tool_names_the_next_place_to_look() throws Exception {
        assertThat(call("kubernetes")).contains("history_search");
        assertThatThrownBy(() -> call(" ")).isInstanceOf(InvalidCall.class);
    }

    private String call(String query) throws Exception {
        try (TestToolContext context = TestToolContext.builder(Workspace.of(Path.of(".")))
                .session(ID.value())
                .build()) {
            return context.call(search.tool(), Map.of("query", query)).text();
        }
    }
}

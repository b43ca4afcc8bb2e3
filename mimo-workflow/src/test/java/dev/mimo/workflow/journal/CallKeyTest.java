package dev.mimo.workflow.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Json;
import dev.mimo.model.Spent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallKeyTest {

    private static final CallPath PATH = CallPath.root().agent(0);

    @Test
    void a_key_is_the_sha_256_of_canonical_json() {
        // printf '{"model":"haiku","prompt":"hi"}' | sha256sum
        assertThat(key("{\"prompt\":\"hi\",\"model\":\"haiku\"}").content())
                .isEqualTo(StoredText.hash("{\"model\":\"haiku\",\"prompt\":\"hi\"}".getBytes(StandardCharsets.UTF_8)))
                .hasSize(64);
    }

    @Test
    void the_order_of_fields_and_what_is_only_for_display_do_not_count() {
        CallKey key = key("{\"prompt\":\"hi\",\"schema\":{\"type\":\"object\",\"a\":1}}");

        assertThat(Stream.of(
                        "{\"schema\":{\"a\":1,\"type\":\"object\"},\"prompt\":\"hi\"}",
                        "{\"prompt\":\"hi\",\"schema\":{\"type\":\"object\",\"a\":1},\"label\":\"x\",\"phase\":\"y\","
                                + "\"timeoutMs\":1,\"stallMs\":2,\"retry\":3,\"unknown\":4,\"model\":null}"))
                .allSatisfy(same -> assertThat(key(same)).isEqualTo(key));
    }

    @ParameterizedTest
    @ValueSource(strings = {"schema", "model", "agentType", "tools", "isolation", "effort"})
    void every_option_that_changes_the_answer_counts(String option) {
        ObjectNode call = Json.object().put("prompt", "hi");

        assertThat(CallKey.of(PATH, call.deepCopy().put(option, "x"))).isNotEqualTo(CallKey.of(PATH, call));
    }

    @Test
    void the_place_counts() {
        ObjectNode call = Json.object().put("prompt", "hi");
        CallKey first = CallKey.of(PATH, call);
        CallKey second = CallKey.of(CallPath.root().agent(1), call);

        assertThat(first).isNotEqualTo(second);
        assertThat(first.content()).isEqualTo(second.content());
    }

    @Test
    void texts_that_utf_8_cannot_tell_apart_have_different_keys() {
        List<String> prompts = List.of("?", "\ud800", "\udc00", "\ud801", "\ud800\udc00", "\\ud800", "\ufffd");

        assertThat(prompts.stream().map(prompt -> CallKey.of(PATH, Json.object().put("prompt", prompt))))
                .doesNotHaveDuplicates();
    }

    @Test
    void half_a_pair_becomes_an_escape_and_a_whole_one_stays() {
        assertThat(new String(StoredText.utf8("\"\ud83e\udd99\ud83e x \udd99\ud83e\""), StandardCharsets.UTF_8))
                .isEqualTo("\"\ud83e\udd99\\ud83e x \\udd99\\ud83e\"");
    }

    @Test
    void a_hash_is_64_hex_digits() {
        assertThatThrownBy(() -> new CallKey(PATH, "ab")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CallKey(PATH, "A".repeat(64))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void paths_follow_the_structure_of_the_script() {
        CallPath root = CallPath.root();

        assertThat(List.of(
                        root,
                        root.agent(0),
                        root.parallel(0, 2).agent(1),
                        root.pipeline(1, 2, 3).file(0),
                        root.dag(0, "build").workflow(2).timer(4)))
                .extracting(CallPath::value)
                .containsExactly("r", "r#0", "r/P0.2#1", "r/L1.2.3@0", "r/D0.build/W2~4");
    }

    @Test
    void names_of_nodes_never_make_two_paths_one() {
        List<String> names = List.of("a", "a/P0.0", "a%002f", "a#1", "", " ", "ä", "\ud800", "🦙", "a.b", "\n", "A");

        assertThat(names.stream().map(name -> CallPath.root().dag(0, name))).doesNotHaveDuplicates();
        assertThat(CallPath.root().dag(0, "a/b#1").value()).isEqualTo("r/D0.a%002fb%00231");
    }

    @Test
    void a_call_has_no_scopes_and_numbers_count_from_zero() {
        assertThatThrownBy(() -> PATH.agent(1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> CallPath.root().agent(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CallPath("x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CallPath("r/ä")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", ".", "a/b", "a\\b", "A", "-a", "_a", "a b", "ä", "a\n", "a.b"})
    void a_run_id_cannot_leave_its_folder(String id) {
        assertThatThrownBy(() -> RunId.of(id)).isInstanceOf(IllegalArgumentException.class);
        assertThat(RunId.of("wf-00abc_9")).hasToString("wf-00abc_9");
    }

    @Test
    void records_that_contradict_themselves_are_refused() {
        CallKey key = key("{}");
        assertThatThrownBy(() -> new JournalRecord.CallStarted(key, 0, Json.object()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> settled(key, JournalRecord.Outcome.OK, null))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> settled(key, JournalRecord.Outcome.FAILED, null))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> settled(key, JournalRecord.Outcome.OK, "reason"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new JournalRecord.Resume(1, JournalRecord.Divergence.FAIL, null))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(
                        () -> new JournalRecord.Terminal(JournalRecord.Status.COMPLETED, null, "error", Spent.NOTHING))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        new JournalRecord.Terminal(JournalRecord.Status.FAILED, Json.array(), "error", Spent.NOTHING))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static JournalRecord settled(CallKey key, JournalRecord.Outcome outcome, @Nullable String reason) {
        return new JournalRecord.CallSettled(key, outcome, null, reason, 1, Spent.NOTHING);
    }

    private static CallKey key(String call) {
        return CallKey.of(PATH, Json.readObject(call));
    }
}

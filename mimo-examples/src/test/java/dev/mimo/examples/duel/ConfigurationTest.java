package dev.mimo.examples.duel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.examples.coder.Settings.Bounds;
import dev.mimo.examples.coder.UsageError;
import dev.mimo.examples.duel.Configuration.Rights;
import dev.mimo.model.Role;
import dev.mimo.permission.Mode;
import dev.mimo.permission.Rule;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationTest {

    @Test
    void all_keys_are_read() {
        Configuration read = of("""
                {"name": "deep", "model": "openai:gpt-5.2", "models": {"writer": "glm:glm-5", "judge": "glm:glm-5"},
                 "memory": {"max_context": 50000, "checkpoints": ["30%", "60%"], "writer": "digest"},
                 "max_mode": {"candidates": 3, "when": "after_failure"},
                 "goal": {"condition": "tests pass", "evidence": ["./test.sh"], "max_rounds": 4},
                 "max_steps": 400, "timeout": "1h30m", "max_cost_usd": "2.50", "mode": "bypass",
                 "rules": [{"permission": "bash", "pattern": "rm *", "action": "deny"}]}""");

        assertThat(read.name()).isEqualTo("deep");
        assertThat(read.models())
                .isEqualTo(Map.of(Role.MAIN, "openai:gpt-5.2", Role.WRITER, "glm:glm-5", Role.JUDGE, "glm:glm-5"));
        assertThat(read.memory()).isInstanceOfSatisfying(MemoryUse.On.class, on -> {
            assertThat(on.maxContext()).isEqualTo(50_000);
            assertThat(on.writer()).isEqualTo(MemoryUse.Writer.DIGEST);
            assertThat(on.policy()).isNotNull();
        });
        assertThat(read.opinions().maxMode()).isNotNull();
        assertThat(read.opinions().goal())
                .isNotNull()
                .satisfies(goal -> assertThat(goal.maxRounds()).isEqualTo(4));
        assertThat(read.bounds()).isEqualTo(new Bounds(400, Duration.ofMinutes(90), new BigDecimal("2.50")));
        assertThat(read.rights())
                .isEqualTo(new Rights(Mode.BYPASS, List.of(new Rule("bash", "rm *", Rule.Action.DENY))));
    }

    @Test
    void an_empty_one_is_the_agent_of_the_command_line_with_memory() {
        Configuration read = of("{}");

        assertThat(read.name()).isEqualTo("a");
        assertThat(read.models()).isEmpty();
        assertThat(read.memory()).isEqualTo(new MemoryUse.On(null, null, MemoryUse.Writer.MODEL));
        assertThat(read.rights()).isEqualTo(new Rights(Mode.ALLOW_IN_WORKSPACE, List.of()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"memroy": true}                | a.json: nothing is known of the key "memroy"; "memory" is near.
                    {"memory": "often"}             | a.json: "memory" has to be one of on, off, sliding, not "often".
                    {"memory": {"max_context": 10}} | a.json, memory: "max_context" has to be at least 1000, not 10.
                    {"memory": {"checkpoints": "9"}, "x": 1} | a.json: nothing is known of the key "x"
                    {"memory": {"checkpoints": "95%"}} | a.json, memory: "checkpoints" has to be marks such as "20%" or "100K", not "95%".
                    {"max_steps": 0}                | a.json: "max_steps" has to be a whole number of at least 1, not 0.
                    {"timeout": "soon"}             | a.json: "timeout" has to be a time such as 90s or 1h30m, not "soon".
                    {"max_cost_usd": -1}            | a.json: "max_cost_usd" must not be negative, not -1.
                    {"max_mode": {"max_mode": 3}}   | a.json, max_mode: nothing is known of the key "max_mode"
                    {"max_mode": 99}                | a.json: "max_mode" is refused
                    {"goal": {"evidence": "x"}}     | a.json, goal: the key "condition" is missing.
                    {"mode": "yolo"}                | a.json: "mode" has to be one of ask_before_change, plan, allow_in_workspace, bypass
                    {"rules": [{"permission": "bash"}]} | a.json, rules: the key "pattern" is missing.
                    {"models": {"poet": "x:y"}}     | a.json, models: nothing is known of the key "poet"
                    [1]                             | a.json cannot be read: not a JSON object but ARRAY.
                    """)
    void what_is_wrong_is_said_with_file_key_and_value(String json, String message) {
        assertThatThrownBy(() -> of(json)).isInstanceOf(UsageError.class).hasMessageStartingWith(message);
    }

    private static Configuration of(String json) {
        return Configuration.of("a", Fields.read("a.json", json));
    }
}

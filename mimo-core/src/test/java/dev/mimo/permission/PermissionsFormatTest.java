package dev.mimo.permission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.model.Json;
import dev.mimo.tool.Action;
import dev.mimo.tool.Effect;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PermissionsFormatTest {

    @Test
    void a_mode_and_rules_are_read_in_order() {
        Permissions read = Permissions.fromJson(Json.read("""
                {"mode": "allow-in-workspace", "rules": [
                  {"permission": "bash", "pattern": "git *", "action": "allow"},
                  {"permission": "*", "pattern": "*", "action": "deny"}]}"""));

        assertThat(read.mode()).isEqualTo(Mode.ALLOW_IN_WORKSPACE);
        assertThat(read.rules())
                .containsExactly(new Rule("bash", "git *", Rule.Action.ALLOW), new Rule("*", "*", Rule.Action.DENY));
    }

    @Test
    void bare_rules_ask_before_change() {
        assertThat(Permissions.fromJson(Json.read("[]")).mode()).isEqualTo(Mode.ASK_BEFORE_CHANGE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '→', quoteCharacter = '¬', textBlock = """
            7                                                           → array of rules
            {"mode":"yolo"}                                             → yolo
            {"rulez":[]}                                                → rulez
            {"rules":{}}                                                → rules must be an array
            ["allow"]                                                   → rule 1 must be an object
            [{"permission":"bash","pattern":"a"}]                       → rule 1: action is missing
            [{"permission":"bash","pattern":"a","action":"permit"}]     → permit
            [{"permission":"bash","pattern":"a","action":"ALLOW"}]      → ALLOW
            [{"permission":"bash","pattern":1,"action":"allow"}]        → pattern must be a text
            [{"permission":"","pattern":"a","action":"allow"}]          → must not be empty
            [{"permission":"b","pattern":"a","action":"allow","x":1}]   → unknown key "x"
            [{"permission":"Bash","pattern":"a","action":"deny"}]       → permission must be "bash"
            [{"permission":"edit ","pattern":"a","action":"deny"}]      → permission must be "edit"
            [{"bash":{"git *":"allow"}}]                                → unknown key "bash"
            {"bash":"allow"}                                            → unknown key "bash"
            ["Bash(git *)"]                                             → rule 1 must be an object
            """)
    void what_is_broken_is_refused_by_name(String json, String message) {
        assertThatThrownBy(() -> Permissions.fromJson(Json.read(json)))
                .isInstanceOf(BrokenRules.class)
                .hasMessageContaining(message);
    }

    @Test
    void a_network_rule_is_about_the_url_or_its_host() {
        Permissions rules =
                Permissions.askBeforeChange().allow("webfetch", "*.example.org").deny("webfetch", "evil.org");

        assertThat(decide(rules, "https://docs.example.org/a?b")).isInstanceOf(Permission.Allow.class);
        assertThat(decide(rules, "https://x@evil.org:8080/.example.org")).isInstanceOf(Permission.Deny.class);
        assertThat(decide(rules, "https://EVIL.org./x")).isInstanceOf(Permission.Deny.class);
        assertThat(decide(rules, "https://other.org/")).isInstanceOf(Permission.Ask.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '→', textBlock = """
            git push --force *    → git push --force x    → --force        → true
            git push *            → git push --force x    → --force        → false
            *                     → git push --force x    → --force        → false
            git push --force*     → git push --force x    → --force        → false
            sort -o a *           → sort -o a -o b        → -o a -o b      → false
            sh                    → sh                    → sh             → true
            sh *                  → sh                    → sh             → false
            npx jest *            → npx jest              → npx jest       → true
            find * -delete        → find . -delete        → -delete        → true
            """)
    void a_pattern_names_words_to_the_letter(String pattern, String subject, String words, boolean named) {
        assertThat(Pattern.names(pattern, subject, List.of(words.split(" ")))).isEqualTo(named);
    }

    @Test
    void quotes_that_a_word_does_not_need_make_no_other_rule() {
        Permissions rules = Permissions.askBeforeChange().allow("bash", "sh -c 'ls'");
        Action action = Action.of("bash", "sh -c ls", Effect.EXECUTE).withNamed(List.of("sh", "-c", "ls"));

        assertThat(rules.decide(action, null, Set.of())).isInstanceOf(Permission.Allow.class);
        assertThat(Permissions.askBeforeChange().allow("bash", "sh -c *").decide(action, null, Set.of()))
                .isEqualTo(new Permission.Ask("no rule names sh -c ls; mode ask-before-change"));
    }

    @Test
    void what_may_do_anything_is_asked_for_where_a_rule_forbids_or_asks_for_something() {
        Action code = Action.of("bash", "python3 -c x", Effect.EXECUTE)
                .withForms(List.of("*"))
                .withNamed(List.of("-c", "x"));

        for (Permissions rules : List.of(
                Permissions.bypass().deny("bash", "rm *"),
                Permissions.bypass().ask("bash", "rm *"),
                Permissions.bypass().deny("read", "*.env"),
                Permissions.bypass().deny("edit", "src/*"),
                Permissions.bypass().deny("bash", "rm *").allow("bash", "python3 -c x"))) {
            assertThat(rules.decide(code, null, Set.of())).isInstanceOf(Permission.Ask.class);
        }
        assertThat(Permissions.bypass()
                        .ask("bash", "rm *")
                        .allow("bash", "python3 -c x")
                        .decide(code, null, Set.of()))
                .isInstanceOf(Permission.Allow.class);
    }

    @Property
    void forms_without_stars_overlap_as_they_match(
            @ForAll @StringLength(max = 8) @CharRange(from = 'a', to = 'b') String form,
            @ForAll @StringLength(max = 6) String raw) {
        String pattern = raw.codePoints()
                .mapToObj(c -> switch (c % 4) {
                    case 0 -> "a";
                    case 1 -> "b";
                    case 2 -> "*";
                    default -> "?";
                })
                .reduce("", String::concat);

        assertThat(Pattern.mayMatch(pattern, form)).isEqualTo(Pattern.matches(pattern, form));
        assertThat(Pattern.mayMatch(pattern, "*")).isTrue();
    }

    private static Permission decide(Permissions rules, String url) {
        return rules.decide(Action.of("webfetch", url, Effect.NETWORK), null, Set.of());
    }
}

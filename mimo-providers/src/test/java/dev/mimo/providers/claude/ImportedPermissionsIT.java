package dev.mimo.providers.claude;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.model.Json;
import dev.mimo.permission.Explain;
import dev.mimo.permission.Mode;
import dev.mimo.permission.Permission;
import dev.mimo.permission.Permissions;
import dev.mimo.tool.Action;
import dev.mimo.tool.Effect;
import dev.mimo.tool.Tool;
import dev.mimo.tool.Workspace;
import dev.mimo.tool.coding.CodingTools;
import dev.mimo.tool.shell.ShellTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What our gate answers under rules that were written for Claude Code. */
class ImportedPermissionsIT {

    @TempDir
    Path folder;

    private ClaudeHome files;

    @BeforeEach
    void files() throws IOException {
        files = new ClaudeHome(folder);
        for (String name : List.of("src/deep", "secrets", "docs")) {
            Files.createDirectories(files.project.resolve(name));
        }
    }

    @ParameterizedTest(name = "{0} allows [{1}]: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            Bash(npm run test)          | npm run test                  | allow
            Bash(npm run test)          | npm run test:unit             | ask
            Bash(npm run test)          | npm run test && rm -rf x      | ask
            Bash(npm run test:*)        | npm run test                  | allow
            Bash(npm run test:*)        | npm run test unit             | allow
            Bash(npm run test:*)        | npm run tests                 | ask
            Bash(npm run test *)        | npm run test a                | allow
            Bash(git diff:*)            | git diff HEAD                 | allow
            Bash(git diff:*)            | git push                      | ask
            Bash(git diff:*)            | git diff $(touch x)           | ask
            Bash(git diff:*)            | git diff > x                  | ask
            Bash(mvn * verify)          | mvn -q verify                 | allow
            Bash(mvn * verify *)        | mvn -q verify -o              | allow
            Bash(mvn * verify *)        | mvn -q verify                 | ask
            Bash(make ?)                | make x                        | ask
            Bash(make\\*)               | make*                         | ask
            Bash()                      | true                          | ask
            Bash(:*)                    | make                          | ask
            Bash(make                   | make                          | ask
            Bash                        | make all                      | allow
            Bash(*)                     | make all                      | allow
            Bsh(make)                   | make                          | ask
            """)
    void an_allowed_command(String rule, String command, String verdict) {
        assertThat(shell(config("allow", rule).permissions(), command)).isEqualTo(verdict);
    }

    @ParameterizedTest(name = "{0} denies [{1}]: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            Bash(rm:*)        | rm -rf x               | deny
            Bash(rm:*)        | rm                     | deny
            Bash(rm:*)        | rmdir x                | ask
            Bash(rm:*)        | sudo rm x              | deny
            Bash(rm:*)        | bash -c 'rm x'         | deny
            Bash(rm:*)        | true && rm x           | deny
            Bash(git push)    | git push               | deny
            Bash(git push *)  | git push origin        | deny
            Bash(curl [a:*)   | curl [a b              | deny
            Bash(curl         | curl x                 | deny
            Bash()            | true                   | deny
            Bash              | true                   | deny
            *                 | true                   | deny
            (nonsense         | true                   | deny
            """)
    void a_denied_command(String rule, String command, String verdict) {
        assertThat(shell(config("deny", rule).permissions(), command)).isEqualTo(verdict);
    }

    @ParameterizedTest(name = "{0} allows to edit {1}: {2}")
    @CsvSource({
        "Edit(src/**),           src/a.txt,        allow",
        "Edit(src/**),           src/deep/a.txt,   allow",
        "Edit(src/**),           docs/a.txt,       ask",
        "Edit(./src/**),         src/a.txt,        allow",
        "Edit(src/),             src/a.txt,        allow",
        "Edit(src/**/*.java),    src/deep/A.java,  allow",
        "Edit(src/**/*.java),    src/A.java,       allow",
        "Edit(src/**/*.java),    src/A.txt,        ask",
        "Edit(*.md),             docs/a.md,        allow",
        "Edit(*.md),             ../elsewhere.md,  ask",
        "Edit(**/*.md),          ../elsewhere.md,  ask",
        "Edit(src/*),            src/a.txt,        ask",
        "Edit(src/a?.txt),       src/ab.txt,       ask",
        "Edit(src/[ab].txt),     src/a.txt,        ask",
        "Edit(!src/**),          docs/a.txt,       ask",
        "Edit(/src/**),          src/a.txt,        ask",
        "Edit(../**),            ../elsewhere.md,  ask",
        "Edit(docs/a.txt),       docs/a.txt,       allow",
        "Edit(docs/a.txt),       docs/a.txt.sh,    ask",
        "MultiEdit(src/**),      src/a.txt,        allow",
        "Write(src/**),          src/a.txt,        allow",
        "Edit,                   docs/a.txt,       allow",
        "Edit(**),               docs/a.txt,       allow",
        "Edit(**),               ../elsewhere.md,  ask",
        "Edit(**),               .git/config,      ask",
        "Read(src/**),           src/a.txt,        ask",
        "NotebookEdit(src/**),   src/a.txt,        ask",
    })
    void an_allowed_edit(String rule, String path, String verdict) {
        assertThat(write(config("allow", rule).permissions(), path)).isEqualTo(verdict);
    }

    @ParameterizedTest(name = "{0} denies to read {1}: {2}")
    @CsvSource({
        "Read(./secrets/**),    secrets/a,          deny",
        "Read(./secrets/**),    docs/a,             allow",
        "Read(secrets),         secrets/deep/a,     deny",
        "Read(./.env),          .env,               deny",
        "Read(./.env),          docs/.env,          deny",
        "Read(.env),            docs/.env,          deny",
        "Read(.env*),           .env.local,         deny",
        "Read(./.env.*),        .env.local,         deny",
        "Read(**/*.pem),        docs/deep/a.pem,    deny",
        "Read(**/*.pem),        a.pem,              deny",
        "Read(**/*.pem),        a.txt,              allow",
        "Read(secrets/*),       secrets/a,          deny",
        "Read(secrets/*),       secrets/deep/a,     deny",
        "Read(/secrets/**),     secrets/a,          deny",
        "Read(docs/[ab].txt),   docs/a.txt,         deny",
        "Read(docs/\\a.txt),    docs/a.txt,         deny",
        "Read(docs/[a.txt),     docs/[a.txt,        deny",
        "Read(!docs/a),         src/a,              deny",
        "Read(),                src/a,              deny",
        "Read(docs/../src/a),   src/a,              deny",
        "Read,                  src/a,              deny",
        "Grep(secrets/**),      secrets/a,          deny",
        "Read(Secrets/**),      secrets/a,          deny",
        "mcp__files,            src/a,              allow",
    })
    void a_denied_read(String rule, String path, String verdict) {
        files.projects(path, "x");
        Permissions permissions = config("deny", rule).permissions();

        assertThat(read(permissions, path)).isEqualTo(verdict);
        assertThat(write(permissions, path)).isEqualTo(verdict.equals("deny") ? "deny" : "ask");
        assertThat(shell(permissions, "cat " + quoted(path))).isEqualTo(verdict.equals("deny") ? "deny" : "ask");
    }

    @Test
    void paths_of_the_home_and_of_the_root_are_absolute() {
        Path key = files.home.resolve("keys/id");

        assertThat(read(config("deny", "Read(~/keys/**)").permissions(), key.toString()))
                .isEqualTo("deny");
        assertThat(read(config("deny", "Read(/" + files.home + "/keys/*)").permissions(), key.toString()))
                .isEqualTo("deny");
        assertThat(read(config("allow", "Read(~/keys/**)").permissions(), key.toString()))
                .isEqualTo("allow");
        assertThat(read(config("allow", "Read(~/keys/**)").permissions(), files.home + "/keysbeside"))
                .isEqualTo("ask");
        assertThat(read(config("deny", "Read(../home/keys/**)").permissions(), key.toString()))
                .isEqualTo("deny");
        assertThat(read(config("deny", "Read(../home/keys/**)").permissions(), "src/a"))
                .isEqualTo("allow");
    }

    @Test
    void what_is_forbidden_by_the_name_of_a_link_is_forbidden_where_it_leads() throws IOException {
        Path real = Files.createDirectories(folder.toRealPath().resolve("vault"));
        Files.createSymbolicLink(files.project.resolve("private"), real);

        Permissions permissions = config("deny", "Read(private/**)").permissions();

        assertThat(read(permissions, "private/a")).isEqualTo("deny");
        assertThat(read(permissions, real.resolve("a").toString())).isEqualTo("deny");
        assertThat(read(config("allow", "Read(private/**)").permissions(), "private/a"))
                .isEqualTo("ask");
    }

    @Test
    void deny_beats_ask_and_ask_beats_allow_in_any_order() {
        files.users(ClaudeHome.SETTINGS, """
                {"permissions": {
                  "deny": ["Bash(git push --force:*)"],
                  "ask": ["Bash(git push:*)"],
                  "allow": ["Bash(git push --force)", "Bash(git push:*)", "Bash(git:*)"]}}
                """);
        Permissions permissions = files.load().permissions();

        assertThat(shell(permissions, "git push --force")).isEqualTo("deny");
        assertThat(shell(permissions, "git push origin")).isEqualTo("ask");
        assertThat(shell(permissions, "git fetch")).isEqualTo("allow");
    }

    @Test
    void rules_of_all_files_hold_together() {
        files.users(ClaudeHome.SETTINGS, "{\"permissions\": {\"allow\": [\"Bash(make:*)\"]}}")
                .users(ClaudeHome.LOCAL, "{\"permissions\": {\"ask\": [\"Bash(make install)\"]}}")
                .projects(ClaudeHome.LOCAL, "{\"permissions\": {\"deny\": [\"Bash(make clean)\"]}}");
        Permissions permissions = files.load().permissions();

        assertThat(shell(permissions, "make all")).isEqualTo("allow");
        assertThat(shell(permissions, "make install")).isEqualTo("ask");
        assertThat(shell(permissions, "make clean")).isEqualTo("deny");
    }

    @ParameterizedTest(name = "{0} of {1}: {2}")
    @CsvSource({
        "WebFetch(domain:example.com), https://example.com/a,       allow",
        "WebFetch(domain:example.com), https://sub.example.com/a,   ask",
        "WebFetch(domain:example.com), https://example.com.evil.io, ask",
        "WebFetch(domain:*.example.com), https://sub.example.com/a, allow",
        "WebFetch(domain:*.example.com), https://evil.io/.example.com, ask",
        "WebFetch(https://example.com/*), https://example.com/a,    ask",
        "WebFetch,                     https://anything.org,        allow",
    })
    void an_allowed_address(String rule, String address, String verdict) {
        assertThat(network(config("allow", rule).permissions(), "webfetch", address))
                .isEqualTo(verdict);
    }

    @ParameterizedTest(name = "{0} of {1}: {2}")
    @CsvSource({
        "mcp__git__log,        mcp__git__log,      allow",
        "mcp__git__log,        mcp__git__push,     ask",
        "mcp__git,             mcp__git__push,     allow",
        "mcp__git,             mcp__github__push,  ask",
        "mcp__git__*,          mcp__git__push,     allow",
        "mcp__*,               mcp__git__push,     ask",
        "mcp__git__log(x),     mcp__git__log,      ask",
        "'*',                  mcp__git__log,      ask",
    })
    void an_allowed_tool_of_a_server(String rule, String tool, String verdict) {
        assertThat(network(config("allow", rule).permissions(), tool, "{}")).isEqualTo(verdict);
    }

    @ParameterizedTest(name = "{0} of {1}")
    @CsvSource({
        "mcp__git__log,           mcp__git__log",
        "mcp__git,                mcp__git__push",
        "mcp__*,                  mcp__git__push",
        "mcp__git__log(x),        mcp__git__log",
        "WebFetch(domain:a?b),    webfetch",
        "WebFetch(https://x),     webfetch",
        "WebSearch(cats),         websearch",
        "Task,                    task",
        "Skill(x),                skill",
        "Whatever,                Whatever",
    })
    void a_denied_tool(String rule, String tool) {
        assertThat(network(config("deny", rule).permissions(), tool, "https://x"))
                .isEqualTo("deny");
    }

    @ParameterizedTest
    @CsvSource({
        "default, ASK_BEFORE_CHANGE",
        "plan, PLAN",
        "acceptEdits, ALLOW_IN_WORKSPACE",
        "bypassPermissions, BYPASS",
        "dontAsk, PLAN",
        "auto, ASK_BEFORE_CHANGE",
        "surprise, ASK_BEFORE_CHANGE"
    })
    void a_mode(String word, Mode mode) {
        files.users(ClaudeHome.SETTINGS, "{\"permissions\": {\"defaultMode\": \"" + word + "\"}}");

        assertThat(files.load().permissions().mode()).isEqualTo(mode);
    }

    @Test
    void a_mode_of_the_project_counts_only_where_it_is_stricter() {
        files.users(ClaudeHome.SETTINGS, "{\"permissions\": {\"defaultMode\": \"acceptEdits\"}}");

        files.projects(ClaudeHome.SETTINGS, "{\"permissions\": {\"defaultMode\": \"bypassPermissions\"}}");
        assertThat(files.load().permissions().mode()).isEqualTo(Mode.ALLOW_IN_WORKSPACE);

        files.projects(ClaudeHome.SETTINGS, "{\"permissions\": {\"defaultMode\": \"plan\"}}");
        assertThat(files.load().permissions().mode()).isEqualTo(Mode.PLAN);
    }

    @Test
    void bypass_can_be_switched_off() {
        files.users(
                ClaudeHome.SETTINGS,
                "{\"permissions\": {\"defaultMode\": \"bypassPermissions\", \"disableBypassPermissionsMode\": \"disable\"}}");

        assertThat(files.load().permissions().mode()).isEqualTo(Mode.ASK_BEFORE_CHANGE);
    }

    @Test
    void more_folders_are_read_and_changed_only_where_edits_are_accepted() throws IOException {
        Path more = Files.createDirectories(folder.toRealPath().resolve("more"));
        String list = "\"additionalDirectories\": [\"../more\", \"../missing\"]";
        files.users(ClaudeHome.SETTINGS, "{\"permissions\": {" + list + "}}");
        assertThat(read(files.load().permissions(), more + "/a")).isEqualTo("allow");
        assertThat(write(files.load().permissions(), more + "/a")).isEqualTo("ask");

        files.users(ClaudeHome.SETTINGS, "{\"permissions\": {\"defaultMode\": \"acceptEdits\", " + list + "}}");
        assertThat(write(files.load().permissions(), more + "/a")).isEqualTo("allow");
        assertThat(read(files.load().permissions(), folder + "/other")).isEqualTo("ask");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"permissions\": {\"deny\": [\"Bash(make clean)\"",
                "[]",
                "\"x\"",
                "{\"permissions\": []}",
                "{\"permissions\": {\"deny\": \"Bash(make clean)\"}}",
                "{\"permissions\": {\"deny\": [1]}}",
                "{\"permissions\": {\"ask\": {\"a\": 1}}}"
            })
    void nothing_is_allowed_where_what_forbids_cannot_be_read(String broken) {
        files.users(
                        ClaudeHome.SETTINGS,
                        "{\"permissions\": {\"allow\": [\"Bash(make:*)\"], \"defaultMode\": \"bypassPermissions\"}}")
                .users(ClaudeHome.LOCAL, broken);
        ClaudeCodeConfig config = files.load();

        assertThat(shell(config.permissions(), "make clean")).isEqualTo("ask");
        assertThat(config.permissions().mode()).isEqualTo(Mode.ASK_BEFORE_CHANGE);
        assertThat(config.report().toString()).contains("may forbid what these allow");
    }

    @Test
    void tools_that_were_allowed_for_the_project_stand_in_the_users_own_file() {
        files.users(
                ".claude.json",
                "{\"projects\": {\"" + files.project + "\": {\"allowedTools\": [\"Bash(make:*)\"]}, \"/other\":"
                        + " {\"allowedTools\": [\"Bash(git:*)\"]}}}");
        Permissions permissions = files.load().permissions();

        assertThat(shell(permissions, "make all")).isEqualTo("allow");
        assertThat(shell(permissions, "git fetch")).isEqualTo("ask");
    }

    @Test
    void too_many_ways_to_say_a_path_forbid_everything_and_allow_nothing() {
        String path = "a/**/b/**/c/**/d/**/e/**/f/**/g/**/h/**/i/**/j";

        assertThat(read(config("deny", "Read(" + path + ")").permissions(), "src/a"))
                .isEqualTo("deny");
        assertThat(write(config("allow", "Edit(" + path + ")").permissions(), "a/b/c/d/e/f/g/h/i/j"))
                .isEqualTo("ask");
    }

    private ClaudeCodeConfig config(String list, String rule) {
        files.users(
                ClaudeHome.SETTINGS,
                "{\"permissions\": {\"" + list + "\": "
                        + Json.write(Json.mapper().createArrayNode().add(rule)) + "}}");
        return files.load();
    }

    private String shell(Permissions permissions, String command) {
        return verdict(permissions, "bash", "command", command);
    }

    private String read(Permissions permissions, String path) {
        return verdict(permissions, "read", "path", path);
    }

    private String write(Permissions permissions, String path) {
        return new Explain(tools())
                .call(
                        permissions,
                        "write",
                        Json.object().put("path", path).put("content", "x"),
                        Workspace.of(files.project),
                        true)
                .verdict();
    }

    private String verdict(Permissions permissions, String tool, String field, String value) {
        return new Explain(tools())
                .call(permissions, tool, Json.object().put(field, value), Workspace.of(files.project), true)
                .verdict();
    }

    private String network(Permissions permissions, String tool, String subject) {
        Permission answer =
                permissions.decide(Action.of(tool, subject, Effect.NETWORK), Workspace.of(files.project), Set.of());
        return answer.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
    }

    private static String quoted(String path) {
        return "'" + path + "'";
    }

    private static List<Tool> tools() {
        List<Tool> tools = new ArrayList<>(ShellTools.all());
        tools.addAll(CodingTools.all());
        return tools;
    }
}

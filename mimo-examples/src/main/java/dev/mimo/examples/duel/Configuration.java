package dev.mimo.examples.duel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.agent.AgentPart;
import dev.mimo.examples.coder.Settings;
import dev.mimo.examples.coder.UsageError;
import dev.mimo.judge.Evidence;
import dev.mimo.judge.Goal;
import dev.mimo.judge.MaxMode;
import dev.mimo.judge.Steps;
import dev.mimo.model.Json;
import dev.mimo.model.Prompt;
import dev.mimo.model.Role;
import dev.mimo.permission.Mode;
import dev.mimo.permission.Rule;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One way to set up an agent: its models, memory, Max Mode, goal, limits and rights. Immutable.
 *
 * @param name how it is called in reports
 * @param json as it was read
 * @param models by role; where MAIN is missing, the one that the environment variables ask for
 * @param opinions what else has a say
 * @param bounds limits of a run
 */
public record Configuration(
        String name,
        ObjectNode json,
        Map<Role, String> models,
        MemoryUse memory,
        Opinions opinions,
        Settings.Bounds bounds,
        Rights rights) {

    private static final Set<String> KEYS = Set.of(
            "name",
            "model",
            "models",
            "memory",
            "max_mode",
            "goal",
            "max_steps",
            "timeout",
            "max_cost_usd",
            "mode",
            "rules");

    /** What may be done; nobody is there to be asked, so what would be asked for is denied. */
    public record Rights(Mode mode, List<Rule> rules) {
        public Rights {
            rules = List.copyOf(rules);
        }
    }

    /** Second opinions; null is none. */
    public record Opinions(
            @Nullable AgentPart maxMode, @Nullable Goal goal) {}

    /** The steps at which Max Mode drafts. */
    enum When {
        ALWAYS,
        FIRST,
        AFTER_FAILURE
    }

    public Configuration {
        models = Map.copyOf(models);
    }

    /**
     * Reads a file; docs/benchmarks.md has the table of its keys.
     *
     * @throws UsageError with the file, the key and the value, when something is wrong with it
     */
    public static Configuration read(Path file) {
        try {
            String name = file.getFileName().toString().replaceFirst("\\.json$", "");
            return of(name, Fields.read(file.toString(), Files.readString(file)));
        } catch (CharacterCodingException e) {
            throw new UsageError(file + " is no text in UTF-8.");
        } catch (IOException e) {
            throw new UsageError("there is no configuration to be read at " + file + ".");
        }
    }

    /** The one of these fields; {@code name} counts where they have none. */
    public static Configuration of(String name, Fields fields) {
        fields.only(KEYS);
        String own = fields.findText("name");
        return new Configuration(
                own == null ? name : own,
                fields.json(),
                models(fields),
                MemoryUse.read(fields),
                new Opinions(maxMode(fields), goal(fields)),
                new Settings.Bounds(
                        fields.findSmallCount("max_steps"),
                        fields.findDuration("timeout"),
                        fields.findAmount("max_cost_usd")),
                new Rights(mode(fields), rules(fields)));
    }

    /** The settings of a run in that folder. */
    Settings settings(Path workspace) {
        return new Settings(workspace, models.get(Role.MAIN), rights.mode(), rights.rules(), bounds, false, null);
    }

    private static Map<Role, String> models(Fields fields) {
        Map<Role, String> models = new EnumMap<>(Role.class);
        String main = fields.findText("model");
        if (main != null) {
            models.put(Role.MAIN, main);
        }
        Fields others = fields.findObject("models");
        if (others != null) {
            others.only(Set.of("writer", "judge", "subagent", "upkeep"));
            for (Role role : Role.values()) {
                String model = others.findText(role.name().toLowerCase(Locale.ROOT));
                if (model != null) {
                    models.put(role, model);
                }
            }
        }
        return models;
    }

    private static @Nullable AgentPart maxMode(Fields fields) {
        JsonNode given = fields.find("max_mode");
        if (given == null) {
            return null;
        }
        Fields settings = given.isObject()
                ? new Fields(fields.where() + ", max_mode", (ObjectNode) given)
                : new Fields(fields.where(), Json.object().set("max_mode", given));
        String key = given.isObject() ? "candidates" : "max_mode";
        settings.only(given.isObject() ? Set.of("candidates", "when") : Set.of("max_mode"));
        Integer candidates = settings.findSmallCount(key);
        try {
            MaxMode mode = MaxMode.of(candidates == null ? 5 : candidates);
            When when = settings.findOne("when", When.class);
            return when == null || when == When.ALWAYS ? mode : mode.when(hard(when));
        } catch (IllegalArgumentException e) {
            throw settings.wrong(key, "is refused (" + e.getMessage() + ")");
        }
    }

    private static Predicate<Prompt> hard(When when) {
        return when == When.FIRST ? Steps.first() : Steps.afterFailure();
    }

    private static @Nullable Goal goal(Fields fields) {
        JsonNode given = fields.find("goal");
        if (given == null) {
            return null;
        }
        if (!given.isObject()) {
            return Goal.of(fields.text("goal"));
        }
        Fields settings = new Fields(fields.where() + ", goal", (ObjectNode) given)
                .only(Set.of("condition", "evidence", "max_rounds"));
        Goal goal = Goal.of(settings.text("condition"));
        for (String command : settings.texts("evidence")) {
            goal = goal.evidence(Evidence.command(command));
        }
        Integer rounds = settings.findSmallCount("max_rounds");
        return rounds == null ? goal : goal.maxRounds(rounds);
    }

    private static Mode mode(Fields fields) {
        Mode mode = fields.findOne("mode", Mode.class);
        return mode == null ? Mode.ALLOW_IN_WORKSPACE : mode;
    }

    private static List<Rule> rules(Fields fields) {
        JsonNode given = fields.find("rules");
        List<Rule> rules = new ArrayList<>();
        if (given != null) {
            if (!given.isArray()) {
                throw fields.wrong("rules", "has to be a list");
            }
            for (JsonNode rule : given) {
                rules.add(rule(fields, rule));
            }
        }
        return rules;
    }

    private static Rule rule(Fields fields, JsonNode given) {
        if (!given.isObject()) {
            throw fields.wrong("rules", "has to hold objects with permission, pattern and action");
        }
        Fields rule = new Fields(fields.where() + ", rules", (ObjectNode) given)
                .only(Set.of("permission", "pattern", "action"));
        Rule.Action action = rule.findOne("action", Rule.Action.class);
        return new Rule(rule.text("permission"), rule.text("pattern"), action == null ? Rule.Action.ALLOW : action);
    }
}

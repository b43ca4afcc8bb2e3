package dev.mimo.providers;

import dev.mimo.environment.Environment;
import dev.mimo.environment.MimoException;
import dev.mimo.model.Model;
import dev.mimo.model.ModelProvider;
import dev.mimo.model.ModelRef;
import dev.mimo.providers.policy.EndpointPolicy;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes models from names and environment variables.
 *
 * <ul>
 *   <li>{@code openai:NAME} with {@code OPENAI_API_KEY} and, if another server is meant, {@code OPENAI_BASE_URL}. It speaks
 *       chat completions.
 *   <li>{@code openai-compatible:NAME@BASE_URL}, and {@code openai-compatible:NAME} with {@code OPENAI_COMPATIBLE_BASE_URL};
 *       {@code OPENAI_COMPATIBLE_API_KEY} where the server wants a key. It goes to {@code BASE_URL} too,
 *       unless {@code OPENAI_COMPATIBLE_BASE_URL} names another host.
 * </ul>
 *
 * <p>The default model is, in this order: what {@code MIMO_MODEL} names; with {@code OPENAI_API_KEY} or
 * {@code OPENAI_BASE_URL}, the model {@code OPENAI_MODEL}, or {@value #OPENAI_MODEL}; with
 * {@code OPENAI_COMPATIBLE_BASE_URL}, the model {@code OPENAI_COMPATIBLE_MODEL}. An empty variable counts as not set.
 */
public final class StandardModels implements ModelProvider {

    /** What is asked for when only a key of OpenAI is there. */
    static final String OPENAI_MODEL = "gpt-5.2";

    static final List<String> PREFIXES = List.of("openai:NAME", "openai-compatible:NAME@BASE_URL");

    private static final String OPENAI = "openai";
    private static final String COMPATIBLE = "openai-compatible";
    private static final URI OPENAI_URL = URI.create("https://api.openai.com/v1");

    private final Map<String, String> variables;

    /** Reads the variables of the process. */
    public StandardModels() {
        this(System.getenv());
    }

    StandardModels(Map<String, String> variables) {
        this.variables = variables;
    }

    @Override
    public @Nullable Model find(ModelRef ref, Environment environment) {
        return switch (ref.provider()) {
            case OPENAI -> openAi(ref, environment);
            case COMPATIBLE -> compatible(ref, environment);
            default -> null;
        };
    }

    @Override
    public @Nullable Model findDefault(Environment environment) {
        String spec = variable("MIMO_MODEL");
        if (spec != null) {
            if (spec.indexOf(':') < 0) {
                throw new MimoException("MIMO_MODEL must name a model as provider:name, not \"" + spec + "\"");
            }
            return find(ModelRef.parse(spec), environment);
        }
        if (variable("OPENAI_API_KEY") != null || variable("OPENAI_BASE_URL") != null) {
            String name = variable("OPENAI_MODEL");
            return openAi(ModelRef.of(OPENAI, name == null ? OPENAI_MODEL : name), environment);
        }
        if (variable("OPENAI_COMPATIBLE_BASE_URL") != null) {
            return compatible(
                    ModelRef.of(COMPATIBLE, required("OPENAI_COMPATIBLE_MODEL", "the default model")), environment);
        }
        return null;
    }

    private Model openAi(ModelRef ref, Environment environment) {
        String base = variable("OPENAI_BASE_URL");
        EndpointPolicy policy = Vendors.standard().findPolicy(OPENAI, Dialect.OPENAI_CHAT);
        ModelServer server = ModelServer.of(
                        Dialect.OPENAI_CHAT, base == null ? OPENAI_URL : ServerAddress.parse(base), ref)
                .policy(Objects.requireNonNull(policy));
        String key = base == null ? required("OPENAI_API_KEY", ref.toString()) : variable("OPENAI_API_KEY");
        return (key == null ? server : server.key(key)).model(environment);
    }

    private Model compatible(ModelRef ref, Environment environment) {
        int at = ref.name().lastIndexOf("@http");
        String name = at < 0 ? ref.name() : ref.name().substring(0, at);
        if (name.isBlank()) {
            throw new MimoException("a model is named openai-compatible:NAME@BASE_URL, and the name is missing");
        }
        String base = at < 0
                ? required("OPENAI_COMPATIBLE_BASE_URL", ref + " (or name it openai-compatible:NAME@BASE_URL)")
                : ref.name().substring(at + 1);
        ModelServer server =
                ModelServer.of(Dialect.OPENAI_CHAT, ServerAddress.parse(base), ModelRef.of(COMPATIBLE, name));
        String key = variable("OPENAI_COMPATIBLE_API_KEY");
        return (key == null || !isFor(base) ? server : server.key(key)).model(environment);
    }

    /** A key goes to the server it was set for; without such a server, to the one that is named. */
    private boolean isFor(String base) {
        String known = variable("OPENAI_COMPATIBLE_BASE_URL");
        return known == null
                || ServerAddress.parse(known)
                        .getAuthority()
                        .equalsIgnoreCase(ServerAddress.parse(base).getAuthority());
    }

    private String required(String name, String purpose) {
        String value = variable(name);
        if (value == null) {
            throw new MimoException("set " + name + " for " + purpose);
        }
        return value;
    }

    private @Nullable String variable(String name) {
        String value = variables.get(name);
        return value == null || value.isBlank() ? null : value.strip();
    }
}

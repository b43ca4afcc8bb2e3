package dev.mimo.workflow.script;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.graalvm.options.OptionDescriptors;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.EnvironmentAccess;
import org.graalvm.polyglot.HostAccess;
import org.graalvm.polyglot.PolyglotAccess;
import org.graalvm.polyglot.ResourceLimits;
import org.graalvm.polyglot.io.IOAccess;

/** How a context is closed off: everything is said, nothing is left to a default. */
final class ContextOptions {

    /** What scripts have no use for, or must not have. */
    private static final String[] OFF = {
        "allow-eval",
        "console",
        "print",
        "load",
        "graal-builtin",
        "intl-402",
        "webassembly",
        "text-encoding",
        "foreign-object-prototype",
        "polyglot-builtin",
        "polyglot-evalfile",
        "java-package-globals",
        "performance",
        "shared-array-buffer",
        "atomics",
        "temporal",
        "shell",
        "scripting",
        "syntax-extensions",
        "nashorn-compat",
        "commonjs-require",
        "worker",
        "shadow-realm",
        "regexp-static-result",
        "import-attributes",
        "json-modules",
        "global-arguments",
        "operator-overloading",
    };

    private static final Map<String, String> JS = js();

    private ContextOptions() {}

    private static Map<String, String> js() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("ecmascript-version", "2024");
        options.put("strict", "true");
        options.put("async-context", "true");
        options.put("locale", "en-US");
        options.put("string-length-limit", "8388608");
        options.put("max-typed-array-length", "16777216");
        options.put("max-apply-argument-length", "100000");
        options.put("function-arguments-limit", "65535");
        options.put("max-prototype-chain-length", "1000");
        options.put("stack-trace-limit", "20");
        options.put("unhandled-rejections", "none");
        options.put("use-utc-for-legacy-dates", "true");
        options.put("disable-with", "true");
        for (String off : OFF) {
            options.put(off, "false");
        }
        return options;
    }

    /** {@code statements} between two resets; 0 for any number. */
    static Context context(Engine engine, long statements, boolean bigIntegers) {
        Context.Builder builder = Context.newBuilder("js")
                .engine(engine)
                .allowAllAccess(false)
                .allowHostAccess(HostAccess.NONE)
                .allowHostClassLookup(name -> false)
                .allowHostClassLoading(false)
                .allowPolyglotAccess(PolyglotAccess.NONE)
                .allowNativeAccess(false)
                .allowCreateThread(false)
                .allowCreateProcess(false)
                .allowEnvironmentAccess(EnvironmentAccess.NONE)
                .allowIO(IOAccess.NONE)
                .allowInnerContextOptions(false)
                .allowValueSharing(false)
                .useSystemExit(false)
                .timeZone(ZoneOffset.UTC)
                .in(InputStream.nullInputStream())
                .out(OutputStream.nullOutputStream())
                .err(OutputStream.nullOutputStream())
                .allowExperimentalOptions(true);
        if (statements > 0) {
            builder.resourceLimits(ResourceLimits.newBuilder()
                    .statementLimit(statements, source -> !source.isInternal())
                    .build());
        }
        OptionDescriptors known = known(engine);
        JS.forEach((name, value) -> {
            if (known.get("js." + name) != null) {
                builder.option("js." + name, value);
            }
        });
        return builder.option("js.bigint", String.valueOf(bigIntegers)).build();
    }

    private static OptionDescriptors known(Engine engine) {
        return Objects.requireNonNull(engine.getLanguages().get("js"), "the engine has no JavaScript")
                .getOptions();
    }

    /** Those of ours that the engine has never heard of: it closes something in another way, or no more. */
    static List<String> unknown(Engine engine) {
        OptionDescriptors known = known(engine);
        return JS.keySet().stream()
                .map(name -> "js." + name)
                .filter(name -> known.get(name) == null)
                .toList();
    }

    /** All that is set, by name. */
    static Map<String, String> all() {
        return JS;
    }
}

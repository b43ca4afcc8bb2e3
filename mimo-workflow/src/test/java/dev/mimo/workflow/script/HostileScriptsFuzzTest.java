package dev.mimo.workflow.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Built-in functions called on strange things with strange arguments: whatever comes of it, the caller is answered. */
class HostileScriptsFuzzTest {

    private static final GraalSandbox SANDBOX = new GraalSandbox();

    private static final List<String> THINGS = List.of(
            "undefined",
            "null",
            "-1",
            "NaN",
            "1e9",
            "'ab'",
            "'x'.repeat(1e5)",
            "[1, , 3]",
            "Array(1e5).fill('y')",
            "({ length: 4e9 })",
            "({ get length() { return this.n = -(this.n ?? -4e9); } })",
            "({ valueOf() { return 1e9; }, toString() { return 'v'; } })",
            "new Map([[1, 2]])",
            "new Set('abc')",
            "new Uint8Array(1000)",
            "/(a|b)*c/g",
            "(x => x)",
            "((a, b) => a < b)",
            "Symbol.iterator",
            "new Date(0)",
            "Object.create(null)",
            "({ [Symbol.iterator]: Array.prototype.values, length: 3e6 })");

    private static final List<String> OWNERS = List.of(
            "Array.prototype",
            "Array",
            "String.prototype",
            "String",
            "Object",
            "Object.prototype",
            "Reflect",
            "JSON",
            "Number.prototype",
            "RegExp.prototype",
            "Map.prototype",
            "Set.prototype",
            "Date.prototype",
            "Promise",
            "Uint8Array.prototype.__proto__",
            "Uint8Array.__proto__",
            "Math",
            "Function.prototype",
            "globalThis");

    @AfterAll
    static void close() {
        SANDBOX.close();
    }

    @Test
    void strange_calls_end_in_small() {
        calls(System.nanoTime(), 60);
    }

    @Test
    @Tag("fuzz")
    void strange_calls_end() {
        calls(System.nanoTime(), 20_000);
    }

    private static void calls(long seed, int count) {
        Random random = new Random(seed);
        run("return 1", GuestLimits.defaults());
        for (int i = 0; i < count; i++) {
            String body = body(random);
            String ended = run(body, HostileScript.LIMITS);
            assertThat(ended).as("seed %d: %s", seed, body).doesNotContain("could not be stopped");
        }
        assertThat(run("return 1", GuestLimits.defaults())).contains("json=1");
    }

    /** Ten functions of one owner, each with a strange {@code this} and up to three strange arguments. */
    private static String body(Random random) {
        StringBuilder body = new StringBuilder("const owner = " + one(random, OWNERS) + ";\n"
                + "const names = Reflect.ownKeys(owner).filter(n => typeof Object.getOwnPropertyDescriptor(owner, n).value"
                + " === 'function' && n !== 'constructor');\n");
        for (int i = 0; i < 10; i++) {
            StringBuilder given = new StringBuilder();
            int arguments = random.nextInt(4);
            for (int k = 0; k < arguments; k++) {
                given.append(k == 0 ? "" : ", ").append(one(random, THINGS));
            }
            body.append("try { if (names.length) Reflect.apply(owner[names[")
                    .append(random.nextInt(10_000))
                    .append(" % names.length]], ")
                    .append(one(random, THINGS))
                    .append(", [")
                    .append(given)
                    .append("]); } catch { }\n");
        }
        return body.append("return 1;").toString();
    }

    private static String one(Random random, List<String> all) {
        return all.get(random.nextInt(all.size()));
    }

    private static String run(String body, GuestLimits limits) {
        try (Guests guests = SANDBOX.open(limits)) {
            return String.valueOf(
                    guests.open(SandboxContract.script(body)).start().end());
        } catch (GuestStopped e) {
            return String.valueOf(e.getMessage());
        }
    }
}

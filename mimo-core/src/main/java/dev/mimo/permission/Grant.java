package dev.mimo.permission;

import dev.mimo.tool.Action;
import dev.mimo.tool.Effect;
import java.util.Locale;
import java.util.Set;

/**
 * A yes that is remembered: this very action, to the letter.
 *
 * @param tool the action's tool
 * @param subject the action's subject, taken literally
 */
public record Grant(String tool, String subject) {

    /** Run code that their words do not show, and that may be another one tomorrow. */
    private static final Set<String> NEVER = Set.of(
            ("sh bash dash zsh ksh mksh ash fish csh tcsh pwsh powershell busybox toybox eval source . exec command builtin"
                            + " sudo doas su env xargs parallel nohup timeout nice time watch setsid stdbuf script ssh"
                            + " python pypy perl ruby php lua node nodejs deno bun java jshell groovy rscript osascript tclsh"
                            + " awk gawk mawk nawk npm npx pnpm pnpx yarn bunx uv uvx pipx pip poetry pipenv bundle gem cargo"
                            + " go dotnet mvn mvnw mvnd gradle gradlew ant make gmake cmake ninja rake just task docker podman"
                            + " kubectl corepack composer")
                    .split(" "));

    public static Grant of(Action action) {
        return new Grant(action.tool(), action.subject());
    }

    /**
     * Whether a yes to {@code action} may be remembered at all: never for what is not understood, and never for interpreters,
     * shells, wrappers, package runners, files that run themselves and git with options.
     */
    public static boolean isPossible(Action action) {
        if (!action.understood() || !action.named().isEmpty() || action.effect() == Effect.PERSON) {
            return false;
        }
        boolean runs = action.effect() == Effect.EXECUTE || action.effect() == Effect.INSPECT;
        return !runs || isHarmlessProgram(action.subject());
    }

    private static boolean isHarmlessProgram(String command) {
        String[] words = command.split(" ", -1);
        if (words[0].isEmpty() || words[0].indexOf('/') >= 0) {
            return false;
        }
        String name = words[0].toLowerCase(Locale.ROOT).replaceFirst("-?[0-9][0-9.]*$", "");
        boolean optionsOfGit = name.equals("git") && words.length > 1 && words[1].startsWith("-");
        return !NEVER.contains(name) && !name.matches(".*\\.(sh|py|pl|rb|js)") && !optionsOfGit;
    }
}

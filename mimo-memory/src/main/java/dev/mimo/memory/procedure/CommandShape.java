package dev.mimo.memory.procedure;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A command line with kinds of arguments in the place of arguments. Programs, what they are told to do, and flags stay;
 * numbers, versions, paths and texts do not. This is no judgement of what a command may do.
 *
 * @param text commands apart by {@code &&}
 * @param isDeed whether one of them does more than look around
 */
record CommandShape(String text, boolean isDeed) {

    /** Programs whose first words say what they do. */
    private static final Set<String> SAYING = Set.of(
            "git",
            "mvn",
            "mvnw",
            "gradle",
            "gradlew",
            "npm",
            "npx",
            "pnpm",
            "yarn",
            "cargo",
            "go",
            "docker",
            "podman",
            "kubectl",
            "helm",
            "gh",
            "glab",
            "make",
            "just",
            "dotnet",
            "poetry",
            "pip",
            "uv",
            "terraform",
            "aws",
            "gcloud",
            "az",
            "systemctl",
            "bundle",
            "rake",
            "composer",
            "sbt",
            "bazel",
            "flyway",
            "liquibase");

    private static final int MOST_WORDS = 2;

    /** Programs that only look; and what others do when they only look. */
    private static final Set<String> LOOKING = Set.of(
            "ls",
            "cat",
            "pwd",
            "echo",
            "head",
            "tail",
            "grep",
            "rg",
            "find",
            "wc",
            "which",
            "sed",
            "awk",
            "tree",
            "env",
            "date",
            "sleep",
            "true",
            "less",
            "file",
            "stat",
            "git status",
            "git diff",
            "git log",
            "git show",
            "git branch");

    private static final Pattern WORD = Pattern.compile("[a-z][a-zA-Z0-9:_-]{0,40}");
    private static final Pattern NUMBER = Pattern.compile("v?\\d+([.-][\\w.]+)*");
    private static final Pattern ASSIGNMENT = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*=.*");

    static CommandShape of(String command) {
        List<String> shapes = new ArrayList<>();
        boolean deed = false;
        for (List<String> words : CommandWords.of(command)) {
            String shape = shape(words);
            if (!shape.isEmpty()) {
                shapes.add(shape);
                deed |= LOOKING.stream().noneMatch(look -> shape.equals(look) || shape.startsWith(look + " "));
            }
        }
        return new CommandShape(String.join(" && ", shapes), deed);
    }

    /** Of one command; empty when it says nothing, as a change of the folder. */
    private static String shape(List<String> words) {
        int first = 0;
        while (first < words.size() && ASSIGNMENT.matcher(words.get(first)).matches()) {
            first++;
        }
        if (first == words.size() || words.get(first).equals("cd")) {
            return "";
        }
        String program = words.get(first).substring(words.get(first).lastIndexOf('/') + 1);
        List<String> shape = new ArrayList<>(List.of(program));
        int said = SAYING.contains(program) ? MOST_WORDS : 0;
        for (String word : words.subList(first + 1, words.size())) {
            String kind = kind(word, said > 0);
            if (kind.equals(word) && !word.startsWith("-")) {
                said--;
            }
            if (!kind.equals(shape.get(shape.size() - 1))) {
                shape.add(kind);
            }
        }
        return String.join(" ", shape);
    }

    private static String kind(String word, boolean mayStay) {
        if (word.startsWith("-")) {
            int is = word.indexOf('=');
            return is < 0 ? word : word.substring(0, is + 1) + "…";
        }
        if (NUMBER.matcher(word).matches()) {
            return "‹number›";
        }
        if (mayStay && WORD.matcher(word).matches()) {
            return word;
        }
        boolean path = word.indexOf('/') >= 0 || word.matches("[\\w-]+\\.[A-Za-z][A-Za-z0-9]{0,7}");
        return path ? StepShapes.kind(word) : "‹text›";
    }
}

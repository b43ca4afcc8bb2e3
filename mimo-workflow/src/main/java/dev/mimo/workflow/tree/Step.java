package dev.mimo.workflow.tree;

import dev.mimo.workflow.journal.CallPath;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One step of the way to a call: into a group, a branch of it, a nested run, and to the agent in it.
 *
 * @param stage of a pipeline that the step is made in; else 0
 * @param number of the step among those of its kind, by which they are ordered
 * @param name of a phase or a node of a {@code dag}; else empty
 * @param path up to here; empty for what has none
 */
record Step(Kind kind, int stage, int number, String name, String path) {

    enum Kind {
        PHASE,
        PARALLEL,
        PIPELINE,
        DAG,
        SLOT,
        ITEM,
        NODE,
        NESTED,
        AGENT
    }

    private static final Pattern SCOPE =
            Pattern.compile("P(N)\\.(N)|L(N)\\.(N)\\.(N)|D(N)\\.([^.]*)|W(N)".replace("N", "\\d{1,9}"));

    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

    private static final Pattern ENCODED = Pattern.compile("%([0-9a-f]{4})");

    static Step phase(String title) {
        return new Step(Kind.PHASE, 0, 0, title, "");
    }

    /** The steps to a call; one, when the path is none that scripts lead to. */
    static List<Step> toCall(CallPath path) {
        String value = path.value();
        int leaf = value.indexOf('#');
        String number = value.substring(leaf + 1);
        List<Step> steps = new ArrayList<>();
        int stage = leaf < 0 || !NUMBER.matcher(number).matches() ? -1 : add(value.substring(0, leaf), steps);
        if (stage < 0) {
            return List.of(new Step(Kind.AGENT, 0, Integer.MAX_VALUE, "", value));
        }
        steps.add(new Step(Kind.AGENT, stage, Integer.parseInt(number), "", value));
        return steps;
    }

    /** The steps to a nested run; one, when the path is none that scripts lead to. */
    static List<Step> toNested(CallPath path) {
        List<Step> steps = new ArrayList<>();
        int stage = add(path.value(), steps);
        boolean there = stage >= 0 && !steps.isEmpty() && steps.get(steps.size() - 1).kind == Kind.NESTED;
        return there ? steps : List.of(new Step(Kind.NESTED, 0, Integer.MAX_VALUE, "", path.value()));
    }

    /** Adds the steps of all scopes, and gives the stage that the last one is; -1 when they are none. */
    private static int add(String scopes, List<Step> steps) {
        String[] names = scopes.split("/", -1);
        StringBuilder way = new StringBuilder(names[0]);
        int stage = names[0].equals("r") ? 0 : -1;
        for (int i = 1; i < names.length && stage >= 0; i++) {
            Matcher scope = SCOPE.matcher(names[i]);
            stage = scope.matches() ? add(scope, stage, way, steps) : -1;
            way.append('/').append(names[i]);
        }
        return stage;
    }

    /** Adds the steps of one scope, and gives the stage that is then gone through. */
    private static int add(Matcher scope, int stage, CharSequence way, List<Step> steps) {
        if (scope.group(1) != null) {
            steps.add(group(Kind.PARALLEL, 'P', stage, scope.group(1), way));
            steps.add(branch(Kind.SLOT, scope.group(2)));
        } else if (scope.group(3) != null) {
            steps.add(group(Kind.PIPELINE, 'L', stage, scope.group(3), way));
            steps.add(branch(Kind.ITEM, scope.group(4)));
            return Integer.parseInt(scope.group(5));
        } else if (scope.group(6) != null) {
            steps.add(group(Kind.DAG, 'D', stage, scope.group(6), way));
            steps.add(new Step(Kind.NODE, 0, 0, decoded(scope.group(7)), ""));
        } else {
            steps.add(group(Kind.NESTED, 'W', stage, scope.group(8), way));
        }
        return 0;
    }

    private static Step group(Kind kind, char letter, int stage, String number, CharSequence way) {
        return new Step(kind, stage, Integer.parseInt(number), "", way + "/" + letter + number);
    }

    private static Step branch(Kind kind, String number) {
        return new Step(kind, 0, Integer.parseInt(number), "", "");
    }

    private static String decoded(String node) {
        return ENCODED.matcher(node)
                .replaceAll(
                        match -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(match.group(1), 16))));
    }
}

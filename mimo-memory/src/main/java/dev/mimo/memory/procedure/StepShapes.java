package dev.mimo.memory.procedure;

import dev.mimo.model.Json;
import dev.mimo.model.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Takes out of calls what differs from time to time. */
final class StepShapes {

    /** Tools of files, which say little but for files that there is one of. */
    private static final Set<String> FILE_TOOLS = Set.of("read", "write", "edit", "patch", "glob", "grep");

    private static final Set<String> LOOKING = Set.of("read", "glob", "grep");

    private static final List<String> PATHS = List.of("path", "file_path", "file");

    private StepShapes() {}

    static Step of(ToolCall call) {
        String tool = call.name();
        if (tool.equals("bash")) {
            String command = call.arguments().path("command").asText();
            CommandShape shape = CommandShape.of(command);
            return new Step(tool, "bash: " + shape.text(), command, shape.isDeed() ? Step.Sort.DEED : Step.Sort.LOOK);
        }
        if (FILE_TOOLS.contains(tool)) {
            return ofFile(call);
        }
        String names = String.join(", ", new TreeSet<>(names(call)));
        return new Step(tool, tool + "(" + names + ")", tool + " " + Json.write(call.arguments()), Step.Sort.DEED);
    }

    private static Step ofFile(ToolCall call) {
        String path = PATHS.stream()
                .map(name -> call.arguments().path(name).asText())
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
        boolean single = isTopFile(path);
        String shown = path.isEmpty() ? "" : " " + (single ? path : kind(path));
        Step.Sort sort = LOOKING.contains(call.name()) ? Step.Sort.LOOK : single ? Step.Sort.DEED : Step.Sort.EDIT;
        return new Step(call.name(), call.name() + shown, call.name() + " " + path, sort);
    }

    /** A file at the top of a project, such as CHANGELOG.md: there is one of it. */
    private static boolean isTopFile(String path) {
        return !path.isEmpty()
                && path.indexOf('/') < 0
                && path.indexOf('\\') < 0
                && path.chars().noneMatch(Character::isDigit);
    }

    /** Files by their ending. */
    static String kind(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        int dot = name.lastIndexOf('.');
        return dot <= 0 ? "‹path›" : "‹*" + name.substring(dot) + "›";
    }

    private static List<String> names(ToolCall call) {
        List<String> names = new ArrayList<>();
        call.arguments().fieldNames().forEachRemaining(names::add);
        return names;
    }
}

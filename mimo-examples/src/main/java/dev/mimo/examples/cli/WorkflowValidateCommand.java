package dev.mimo.examples.cli;

import dev.mimo.examples.coder.Surroundings;
import dev.mimo.examples.terminal.Printable;
import dev.mimo.workflow.WorkflowEngine;
import dev.mimo.workflow.WorkflowException;
import dev.mimo.workflow.WorkflowScript;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code mimo workflow validate}: whether a script can be a workflow. */
@Command(
        name = "validate",
        description = "Looks whether a script can be a workflow; nothing of it runs.",
        footer = {"", "Exit codes: 0 it can, 1 it cannot (the place of the fault is printed), 2 bad usage."})
final class WorkflowValidateCommand implements Callable<Integer> {

    private final Surroundings around;

    @Parameters(paramLabel = "FILE", description = "The script.")
    Path file = Path.of("");

    WorkflowValidateCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        String source = WorkflowFile.read(file);
        try (WorkflowEngine engine = WorkflowEngine.builder().build()) {
            WorkflowScript script = WorkflowScript.of(source);
            engine.check(script);
            say("ok: " + script.meta().name() + " - " + script.meta().description());
            return ExitCode.DONE;
        } catch (WorkflowException e) {
            say(file + ":" + e.line() + ":" + e.column() + ": " + e.getMessage());
            return ExitCode.FAILED;
        }
    }

    private void say(String text) {
        around.terminal().out().println(Printable.text(text));
        around.terminal().out().flush();
    }
}

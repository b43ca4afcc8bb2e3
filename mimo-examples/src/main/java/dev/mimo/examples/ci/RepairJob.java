package dev.mimo.examples.ci;

import dev.mimo.agent.Agent;
import dev.mimo.agent.AgentEvent;
import dev.mimo.agent.Input;
import dev.mimo.agent.Limits;
import dev.mimo.agent.Outcome;
import dev.mimo.agent.Session;
import dev.mimo.agent.Turn;
import dev.mimo.environment.Cancellation;
import dev.mimo.examples.ci.Report.Ending;
import dev.mimo.judge.Evidence;
import dev.mimo.judge.Goal;
import dev.mimo.judge.Verdict;
import dev.mimo.model.Model;
import dev.mimo.permission.Approver;
import dev.mimo.permission.Permissions;
import dev.mimo.tool.coding.CodingTools;
import dev.mimo.tool.coding.FileChanged;
import dev.mimo.tool.shell.ShellTools;
import dev.mimo.undo.Undo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.apache.commons.io.FileUtils;

/**
 * Repairs a checkout in which a check fails: within limits, without a person, and all or nothing. The agent may read and
 * change files of the checkout, but for those that are protected, and may run the check; nothing else. It is done when the
 * check passes, which is found out by running it. If it does not come to that, all its changes are taken back.
 *
 * <p>Nothing is committed or pushed. For one thread; each job is run once.
 */
public final class RepairJob {

    private static final String INSTRUCTIONS = """
            You repair a project in a build job; nobody watches. The command {check} decides whether it is right, and is the only
            one that you can run, besides git status and git diff. Find out by it what is wrong, read the code that is
            concerned, change as little as possible, and run it again. Repair the cause: never make a check weaker, never
            special-case what it looks for. Files that you may not change are none of your business. When it passes, say in a
            few sentences what was wrong and what you changed. When you cannot repair it, say why.""";

    /** How often it is sent back with a check that still fails. */
    private static final int ROUNDS = 3;

    private final Path checkout;
    private final String check;
    private final Model model;
    private final Limits limits;
    private final List<String> closed;
    private final Set<String> touched = new ConcurrentSkipListSet<>();

    /**
     * A job that has not begun.
     *
     * @param checkout the top folder of a git checkout without changes
     * @param check a plain command line that ends with 0 when all is well
     * @param closed patterns of files that may not be changed, such as {@code src/test/*}
     */
    public RepairJob(Path checkout, String check, Model model, Limits limits, List<String> closed) {
        this.checkout = checkout;
        this.check = check;
        this.model = model;
        this.limits = limits;
        this.closed = List.copyOf(closed);
    }

    /**
     * Runs it to its end.
     *
     * @throws IllegalArgumentException when the checkout has changes of somebody else's
     * @throws dev.mimo.agent.InvalidAgent when there is a limit on cost and the model's prices are unknown
     */
    public Report run(Cancellation cancellation) throws IOException, InterruptedException {
        Git git = new Git(checkout);
        String others = git.changes();
        if (!others.isEmpty()) {
            throw new IllegalArgumentException(
                    "the checkout has changes, so what the agent does could not be told apart: "
                            + others.lines().limit(5).toList());
        }
        Check before = Check.run(check, checkout, cancellation);
        if (before.passed()) {
            return new Report(check, before, Ending.PASSED_BEFORE, null, "", List.of());
        }
        Path scratch = Files.createTempDirectory("mimo-ci-");
        try {
            return repair(git, before, Undo.in(scratch), cancellation);
        } finally {
            FileUtils.deleteDirectory(scratch.toFile());
        }
    }

    // tag::agent[]
    private Agent agent(Undo undo) {
        Permissions permissions = Permissions.allowInWorkspace()
                .allow("bash", check)
                .allow("bash", "git status")
                .allow("bash", "git diff");
        for (String pattern : closed) {
            permissions = permissions.deny("edit", pattern);
        }
        return Agent.builder()
                .name("repair")
                .model(model)
                .instructions(INSTRUCTIONS.replace("{check}", check))
                .workspace(checkout)
                .tools(CodingTools.files())
                .tools(ShellTools.all())
                .permissions(permissions)
                .approver(Approver.denying())
                .limits(limits)
                .part(undo)
                .listener(this::note)
                .build();
    }

    private Goal goal() {
        return Goal.of(check + " passes")
                .evidence(Evidence.command(check))
                .judge((review, call) -> new Verdict.Met("the command ended with 0", List.of()))
                .maxRounds(ROUNDS);
    }
    // end::agent[]

    private Report repair(Git git, Check before, Undo undo, Cancellation cancellation)
            throws IOException, InterruptedException {
        try (Session session = agent(undo).session()) {
            Input input = Input.of("This check fails:\n\n" + before.output()).goal(goal());
            Turn turn = session.start(input);
            Cancellation.Registration stop = cancellation.onCancel(() -> turn.cancel("the job was stopped"));
            Outcome outcome;
            try {
                outcome = turn.await();
            } finally {
                stop.close();
            }
            String patch = outcome.isDone() && !touched.isEmpty() ? git.patch(touched) : "";
            if (!patch.isEmpty()) {
                return new Report(check, before, Ending.REPAIRED, outcome, patch, List.copyOf(touched));
            }
            session.revert(turn.id());
            return new Report(check, before, Ending.of(outcome), outcome, "", leftovers(git));
        }
    }

    /** What could not be taken back, for people to know; empty as a rule. */
    private List<String> leftovers(Git git) throws IOException, InterruptedException {
        List<String> left = new ArrayList<>();
        git.changes().lines().forEach(line -> left.add(line.strip()));
        return left;
    }

    private void note(AgentEvent event) {
        if (event.event() instanceof FileChanged changed) {
            touched.add(changed.path());
        }
    }
}

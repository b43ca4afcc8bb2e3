package dev.mimo.tool.shell;

import dev.mimo.environment.MimoException;
import dev.mimo.tool.BackgroundWork;
import dev.mimo.tool.InvalidCall;
import dev.mimo.tool.ToolContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A session's background commands, in the order of their start; killed when the session closes. Safe for use by several
 * threads.
 */
final class Jobs implements AutoCloseable {

    private static final int MOST_RUNNING = 16;

    /** Those that have ended are forgotten, oldest first, when there are more in all. */
    private static final int MOST_KNOWN = 64;

    private final Map<String, Job> jobs = new LinkedHashMap<>();
    private int started;
    private boolean closed;

    static Jobs of(ToolContext context) {
        return context.resources().get(Jobs.class, Jobs::new);
    }

    synchronized Job start(Arguments arguments, Path folder, BashTool tool, ToolContext context) throws IOException {
        if (closed) {
            throw new MimoException("the session is closed: no job can be started");
        }
        if (jobs.values().stream().filter(Job::isRunning).count() >= MOST_RUNNING) {
            throw new InvalidCall(MOST_RUNNING + " jobs are running already, kill one first:\n" + list());
        }
        Output output = BashTool.output(context, "job");
        output.keep();
        CommandRunner.Running running = tool.start(arguments.command(), folder);
        Job job = new Job("job-" + ++started, arguments, running, output);
        jobs.put(job.id(), job);
        job.begin(context.environment());
        BackgroundWork.of(context.resources()).add(job);
        forgetOldest();
        return job;
    }

    /** Throws {@link InvalidCall} when there is none of that name. */
    synchronized Job get(String id) {
        Job job = jobs.get(id);
        if (job == null) {
            throw new InvalidCall("no job is called \"" + id + "\"; there are:\n" + list());
        }
        return job;
    }

    /** A line for each. */
    synchronized String list() {
        return jobs.isEmpty()
                ? "(no jobs)"
                : jobs.values().stream().map(Job::line).collect(Collectors.joining("\n"));
    }

    @Override
    public void close() {
        List<Job> all;
        synchronized (this) {
            closed = true;
            all = List.copyOf(jobs.values());
        }
        all.forEach(job -> job.stop("the session was closed"));
        all.forEach(Job::awaitEnd);
    }

    private void forgetOldest() {
        var oldest = jobs.values().iterator();
        while (jobs.size() > MOST_KNOWN && oldest.hasNext()) {
            if (!oldest.next().isRunning()) {
                oldest.remove();
            }
        }
    }
}

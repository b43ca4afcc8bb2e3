package dev.mimo.environment;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes threads: daemon threads only, so that nothing of ours ever keeps a host's process alive.
 *
 * <p>Virtual threads exist from JDK 21 on and are looked up by reflection, as the library is compiled for 17.
 */
public final class Threads {

    private Threads() {}

    /** Daemon platform threads named {@code name-1}, {@code name-2}, …. */
    public static ThreadFactory daemon(String name) {
        AtomicInteger count = new AtomicInteger();
        return action -> {
            Thread thread = new Thread(action, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /**
     * An executor with a thread for each task: virtual threads where the JDK has them without pinning monitors (24 and
     * up, JEP 491), else pooled daemon platform threads that go after 30 s of idleness.
     */
    public static ExecutorService perTask(String name) {
        if (Runtime.version().feature() >= 24) {
            try {
                MethodHandle make = MethodHandles.publicLookup()
                        .findStatic(
                                Executors.class,
                                "newVirtualThreadPerTaskExecutor",
                                MethodType.methodType(ExecutorService.class));
                return (ExecutorService) make.invoke();
            } catch (Throwable e) {
                throw new LinkageError("virtual threads are missing from JDK " + Runtime.version(), e);
            }
        }
        return new java.util.concurrent.ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                30,
                java.util.concurrent.TimeUnit.SECONDS,
                new java.util.concurrent.SynchronousQueue<>(),
                daemon(name));
    }
}

package dev.mimo.workflow.script;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How the process of scripts is started: this machine's Java, nothing of this process's environment, nowhere to write. */
final class GuestCommand {

    /** What Windows needs to start a program at all. */
    private static final List<String> PASSED = List.of("SystemRoot", "windir");

    private GuestCommand() {}

    static Process start(Path folder, int heapMiB) throws IOException {
        Path work = Files.createDirectory(folder.resolve("work"));
        ProcessBuilder builder = new ProcessBuilder(words(folder, heapMiB))
                .directory(work.toFile())
                .redirectError(errors(folder).toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().retainAll(PASSED);
        return builder.start();
    }

    /** What it had to say when it failed. */
    static Path errors(Path folder) {
        return folder.resolve("errors");
    }

    private static List<String> words(Path folder, int heapMiB) {
        Path bin = Path.of(System.getProperty("java.home"), "bin");
        Path windows = bin.resolve("java.exe");
        List<String> words = new ArrayList<>(List.of(
                (Files.exists(windows) ? windows : bin.resolve("java")).toString(),
                "-Xmx" + heapMiB + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                // Nothing may be left in the machine's folders, and nobody let in.
                "-XX:-UsePerfData",
                "-XX:+DisableAttachMechanism",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + folder.resolve("crash"),
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:+DisplayVMOutputToStderr",
                "-Djava.io.tmpdir=" + folder,
                "-Duser.home=" + folder,
                "-Dpolyglot.engine.userResourceCache=" + folder));
        if (Runtime.version().feature() >= 24) {
            words.add("--enable-native-access=ALL-UNNAMED");
            words.add("--sun-misc-unsafe-memory-access=allow");
        }
        words.addAll(List.of("-cp", GuestClassPath.find(), GuestProcess.class.getName()));
        return words;
    }
}

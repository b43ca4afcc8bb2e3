package dev.mimo.workflow.script;

import dev.mimo.environment.MimoException;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.LinkedHashSet;
import java.util.Set;
import org.graalvm.polyglot.Context;

/**
 * What the process of scripts needs of what this one runs from: looked up by classes, so that it does not matter whether they
 * came from a class path, a module path, folders, or one jar with everything in it.
 */
final class GuestClassPath {

    /** One class of each jar. The optimizing runtime is left out: it costs its start and compiles nothing here. */
    private static final String[] NEEDED = {
        "com.oracle.truffle.js.lang.JavaScriptLanguage",
        "com.oracle.truffle.regex.RegexLanguage",
        "com.oracle.truffle.api.TruffleLanguage",
        "org.graalvm.collections.EconomicMap",
        "org.graalvm.nativeimage.ImageInfo",
        "org.graalvm.word.WordBase",
        "org.graalvm.shadowed.com.ibm.icu.util.ULocale",
        "org.slf4j.LoggerFactory",
    };

    private GuestClassPath() {}

    static String find() {
        Set<Path> places = new LinkedHashSet<>();
        places.add(place(GuestProcess.class));
        places.add(place(MimoException.class));
        places.add(place(Context.class));
        for (String name : NEEDED) {
            places.add(place(named(name)));
        }
        StringBuilder path = new StringBuilder();
        places.forEach(
                place -> path.append(path.isEmpty() ? "" : File.pathSeparator).append(place));
        return path.toString();
    }

    private static Class<?> named(String name) {
        try {
            return Class.forName(name, false, Context.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new GuestStopped("a process for scripts needs " + name + ", which cannot be found", 0);
        }
    }

    private static Path place(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            throw new GuestStopped(
                    "a process for scripts cannot be started: nobody knows where " + type + " is from", 0);
        }
        try {
            return Path.of(source.getLocation().toURI());
        } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
            throw new GuestStopped(
                    "a process for scripts cannot be started from " + source.getLocation()
                            + ": it needs a folder or a jar that is a file of its own",
                    0);
        }
    }
}

package dev.mimo.mcp;

import dev.mimo.environment.Sha256;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What agents call the tools of a server: {@code mcp__server__tool}, in what every provider accepts. The same names give the
 * same result whatever their order, so that rules and pins stay true.
 */
final class ToolNames {

    private static final int LONGEST = 64;
    private static final int DIGITS = 8;

    private ToolNames() {}

    /** By the server's own name, sorted. A name that had to be changed and is not alone then ends with a hash. */
    static Map<String, String> of(String server, Collection<String> tools) {
        Map<String, String> names = new TreeMap<>();
        Set<String> taken = new HashSet<>();
        List<String> plainFirst = tools.stream()
                .sorted(Comparator.comparing((String tool) -> !tool.equals(plain(tool)))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        for (String tool : plainFirst) {
            String wanted = "mcp__" + server + "__" + plain(tool);
            String name = wanted.length() <= LONGEST && !taken.contains(wanted) ? wanted : marked(wanted, tool);
            taken.add(name);
            names.put(tool, name);
        }
        return names;
    }

    private static String plain(String tool) {
        return tool.replaceAll("[^A-Za-z0-9_-]", "_");
    }

    private static String marked(String wanted, String tool) {
        String mark = "_" + Sha256.hex(tool, DIGITS);
        return wanted.substring(0, Math.min(wanted.length(), LONGEST - mark.length())) + mark;
    }
}

package agenda;

import java.util.List;

/** Plain tests: a line for each that fails, a sum at the end, exit 1 when there was one. */
public final class AgendaTest {

    private int count;
    private int failed;

    public static void main(String[] args) {
        AgendaTest test = new AgendaTest();
        test.all();
        System.out.println(test.count + " tests, " + (test.failed == 0 ? "all passed" : test.failed + " failed"));
        System.exit(test.failed == 0 ? 0 : 1);
    }

    private void all() {
        check("Interval.parse, a morning", "09:05-10:30", Interval.parse("09:05-10:30"));
        check("Intervals.merge, meetings apart", "[09:00-10:00, 11:00-12:00]", busy("11:00-12:00", "09:00-10:00"));
        check("Intervals.merge, meetings that overlap", "[09:00-11:00]", busy("09:00-10:00", "09:30-11:00"));
        check("Intervals.merge, a meeting within a longer one", "[09:00-12:00]", busy("09:00-12:00", "10:00-10:30"));
        check("Intervals.merge, back-to-back meetings", "[09:00-11:00]", busy("09:00-10:00", "10:00-11:00"));
        check("Agenda.conflicts, meetings that overlap", "[09:00-10:00 with 09:30-11:00]", conflicts("09:00-10:00", "09:30-11:00"));
        check("Agenda.conflicts, back-to-back meetings", "[]", conflicts("09:00-10:00", "10:00-11:00"));
        check("Agenda.free, around a lunch", "[09:00-12:00, 13:00-17:00]", free("12:00-13:00"));
        check("Agenda.free, a call within a workshop", "[09:00-10:00, 15:00-17:00]", free("10:00-15:00", "11:00-11:30"));
    }

    private static List<Interval> busy(String... meetings) {
        return Agenda.of(meetings).busy();
    }

    private static List<String> conflicts(String... meetings) {
        return Agenda.of(meetings).conflicts();
    }

    private static List<Interval> free(String... meetings) {
        return Agenda.of(meetings).free(Interval.parse("09:00-17:00"));
    }

    private void check(String name, String expected, Object actual) {
        count++;
        if (!expected.equals(actual.toString())) {
            failed++;
            System.out.println("FAIL  " + name + ": expected " + expected + " but was " + actual);
        }
    }
}

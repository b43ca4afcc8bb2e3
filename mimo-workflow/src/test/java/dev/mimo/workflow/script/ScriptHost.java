package dev.mimo.workflow.script;

/** A program whose script never ends; it says which process that runs in. */
final class ScriptHost {

    private ScriptHost() {}

    public static void main(String[] args) {
        try (Sandbox sandbox = new ChildProcessSandbox();
                Guests guests = sandbox.open(GuestLimits.defaults())) {
            GuestScript script = new GuestScript("host.js", "await agent('x'); for (;;) {}", "r", null, 1, null);
            Guest guest = guests.open(script);
            long asked = guest.start().requests().get(0).id();
            System.out.println(
                    ProcessHandle.current().children().findFirst().orElseThrow().pid());
            guest.answer(new Answer(asked, null, null, 0, null));
        }
    }
}

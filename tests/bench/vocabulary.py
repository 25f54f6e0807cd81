"""The words of the made archive: enough of them that no two articles read alike."""

from __future__ import annotations

ANGLES = (
    "in small steps",
    "for larger machines",
    "beyond the defaults",
    "with fewer locks",
    "before the deadline",
    "from the ground up",
    "at second sight",
    "for patient testers",
    "under one roof",
    "without the detours",
    "in the merge window",
    "on older hardware",
)

HEADINGS = (
    "A shorter way through the code",
    "What administrators will notice",
    "New hardware",
    "Limits and windows",
    "Old debts",
    "Faster by default",
    "Room for more processors",
    "Saving power",
    "Watching the kernel at work",
    "Security",
    "Drivers leave the staging area",
    "Under the bonnet",
    "For embedded devices",
    "Interfaces for user space",
    "Fixes that could not wait",
    "What is still missing",
)

GEM_HEADINGS = ("Core", "Drivers", "Protocols and formats", "Fixes", "Cleaning up", "Documentation")

OPENINGS = (
    "With this release,",
    "Until now,",
    "At the same time,",
    "After several rounds of review,",
    "On machines with many cores,",
    "According to the commit message,",
    "For the time being,",
    "As in the release before,",
    "Since the second release candidate,",
    "In its simplest form,",
    "Behind the scenes,",
    "Where the firmware allows it,",
)

SUBJECTS = (
    "the development team",
    "the maintainer of the subsystem",
    "a new driver",
    "the page cache",
    "the common foundation of these drivers",
    "the generic code",
    "a module parameter",
    "the scheduler",
    "the interrupt handler",
    "the allocator",
    "a control file in sysfs",
    "the new system call",
    "the hypervisor",
    "the reworked queue",
    "the packet filter",
    "the journal",
    "a kernel thread",
    "the option `CONFIG_MADE_UP`",
    "the tool `perf`",
    "the fast path",
    "an additional check",
    "the fallback for older chips",
)

VERBS = (
    "takes over",
    "no longer touches",
    "replaces",
    "shares",
    "keeps",
    "measures",
    "postpones",
    "reports",
    "learns to handle",
    "speeds up",
    "gives up",
    "separates",
    "prepares",
    "moves into the core",
    "exposes",
    "limits",
    "verifies",
    "releases early",
)

OBJECTS = (
    "the buffers of the network cards",
    "the work of four helper functions",
    "the state of every queue",
    "memory that nobody has asked for in a while",
    "requests from several guests",
    "the big lock around the device list",
    "the tables of the file system",
    "the frequency of the processor",
    "whatever user space hands over with `ioctl()`",
    "the order of the write requests",
    "time stamps with the resolution of the hardware",
    "the counters below `/proc`",
    "the register settings of the previous mode",
    "outstanding transactions",
    "the power saving states of idle devices",
    "interrupts that arrive in quick succession",
    "the mapping of large pages",
    "an interface that was marked as *experimental*",
    "the checksums of received packets",
    "the list of known devices",
)

ENDINGS = (
    "which shortens the way of a request by several microseconds",
    "so that a crash no longer costs the whole log",
    "although the code is still disabled by default",
    "because the old approach did not scale beyond a handful of cores",
    "and a warning in the log names the programs that rely on it",
    "which matters on laptops more than in the data centre",
    "without a change for existing programs",
    "as long as the administrator does not ask for something else",
    "and the number of context switches drops noticeably",
    "which testers had asked for on the mailing list",
    "so distributors can ship one image for all boards",
    "even if several threads use the same descriptor",
    "and suspend to RAM works again on the affected models",
    "while the previous implementation remains available for one more release",
)

ADDITIONS = (
    "how much is gained depends on the workload",
    "measurements can be found in the commit message",
    "most users will never notice the difference",
    "a later patch removes the remains of the old code",
    "the maintainers expect follow-up patches for the next release",
    "on smaller systems the effect is within the noise",
    "the documentation describes the parameters in detail",
)

LINK_WORDS = (
    "documentation",
    "first version",
    "new interface",
    "source of the driver",
    "test case",
)

LABELS = ("documentation", "example", "fix", '"user space"', "tests", '"second attempt"')

ACTIONS = (
    "add support for",
    "fix a race in",
    "remove unused code from",
    "convert to the new API for",
    "avoid a needless copy in",
    "do not leak memory in",
    "use a helper for",
    "rework",
    "document",
    "allow user space to set",
    "limit the size of",
    "disable by default:",
    "restore",
    "check the return value of",
)

THINGS = (
    "interrupt moderation",
    "the receive queues",
    "hot-plug events",
    "power management",
    "64-bit DMA",
    "the error path",
    "large requests (> 4 MB)",
    "the debugfs entries",
    "scatter/gather lists",
    "firmware loading",
    "the suspend/resume handlers",
    "module_init() & friends",
    "device_register()",
    "per-CPU counters",
    "the ring buffer",
    "early boot",
    "namespaces",
    "the timeout handler",
    "bit fields in struct request",
    "reference counting",
    "the ioctl interface",
    "checksums",
)

PEOPLE = (
    "Ada Almgren",
    "Bruno Castell",
    "Chiara Dietz",
    "Dmitri Engel",
    "Elena Farkas",
    "Felix Grönlund",
    "Gita Hebbar",
    "Henrik Ilves",
    "Inès Jourdan",
    "Jonas Keller",
    "Kenji Laurila",
    "Lucía Marques",
    "Marek Novotný",
    "Nadia Okoye",
    "Oskar Petrov",
    "Priya Quist",
    "Rafael Santos",
    "Sofia Tanaka",
    "Tomasz Urban",
    "Vera Wiklund",
)

WRITERS = {"anna": "Anna Lindqvist", "ben": "Ben Okafor", "clara": "Clara Voss", "dan": "Dan Iyer"}

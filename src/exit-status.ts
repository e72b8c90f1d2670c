// SPDX-License-Identifier: GPL-2.0-only

/**
 * The one table from failure codes to exit statuses; docs/exit-codes.md is made from it. A code is stable and tells
 * what happened, a status groups codes by what a caller does next.
 */
const CODES = {
  OK: { status: 0, meaning: 'All that was asked for was done, and every cell passed.' },
  NEEDS_SOURCE: {
    status: 0,
    meaning:
      'A cell changes code that is built into the kernel, which only a kernel built from source could show: it was skipped. With 13 where nothing but such cells was asked for by name.',
  },
  FINDINGS: {
    status: 1,
    meaning:
      'A rule found an error in a series, or kpw lint anything; kpw uapi diff: a finding has an effect that is denied.',
  },
  TESTS_FAILED: { status: 1, meaning: 'The tests of a cell ran to their end, and some failed.' },
  TESTS_FLAKY: {
    status: 1,
    meaning: '--repeat: some boots of a cell passed and others failed; the tests that are flaky are told.',
  },
  REGRESSION: {
    status: 1,
    meaning: 'kpw report --against: something was well in the earlier run and is not, or is new and fails.',
  },
  COVERAGE_SHORT: {
    status: 1,
    meaning: '--fail-under: the tests reached a smaller part of the lines that a design’s patches add.',
  },
  MUTANTS_SURVIVE: {
    status: 1,
    meaning:
      'kpw mutate: a mistake in a changed line is found by no test and no rule, and nobody has marked it as equivalent; or a mark says what is not so.',
  },
  UNSOUND_DESIGN: {
    status: 1,
    meaning: 'kpw mutate: a design fails its own tests, so that what they find of its mutants means nothing.',
  },
  NOT_READY: {
    status: 1,
    meaning:
      'kpw series: a rule of the family review has something to say of the series, so that no mail was written; --anyway writes them.',
  },
  DESIGN_REJECTED: {
    status: 1,
    meaning:
      'kpw compare: a patch of a design does not apply to the tree, or its diff is damaged, or nothing of the design can be read; the other designs are compared.',
  },
  DESIGN_WORSE: {
    status: 1,
    meaning:
      'kpw compare: a design fails a test that the tree as it is passes, does not compile, or takes its guest down.',
  },
  BACKPORT_WRONG: {
    status: 1,
    meaning:
      'kpw backport check: a hunk is in another place than it belongs, or something is left out or added and no note in the message says so.',
  },
  DIFFERENT: { status: 1, meaning: 'kpw diff: the two sides differ.' },
  USAGE: { status: 2, meaning: 'An option or an argument is wrong.' },
  UNKNOWN_NAME: {
    status: 2,
    meaning:
      'No topic, variant, tree, revision, machine, kernel config, rule or run is called that; the nearest names are told.',
  },
  BAD_PARAMETER: {
    status: 2,
    meaning: 'A variant has no such parameter, or the value given to it has the wrong type.',
  },
  NO_UPSTREAM: {
    status: 2,
    meaning:
      'kpw backport check: the message names no upstream commit, or the repository at hand lacks it; --upstream names the original.',
  },
  CONFIG_MALFORMED: {
    status: 2,
    meaning: 'A line of a kernel config is no symbol with a value.',
  },
  MACHINE_MALFORMED: {
    status: 2,
    meaning: 'The file of a machine has a mistake; its line is told. Other machines go on.',
  },
  MACHINE_UNSUITABLE: {
    status: 2,
    meaning:
      'The machine does not tell what the topic’s subsystem needs to know of it, or has no device for its driver, also where the host’s QEMU lacks it; or has no place for a device of its own. The machines that are meant for it are told.',
  },
  TOPIC_MALFORMED: {
    status: 2,
    meaning:
      'A file of a topic outside of the checkout does not load, exports what it should not, does not end, or fails when it is asked; its line is told. Other topics go on.',
  },
  RULE_MALFORMED: {
    status: 2,
    meaning:
      'The file of a rule of one’s own does not load, exports what it should not, or has the name of another rule; its line is told.',
  },
  SETTINGS_MALFORMED: {
    status: 2,
    meaning: 'kpw.config.json, or the field kpw of package.json, is not what docs/topics.md says.',
  },
  BAD_NAME: { status: 2, meaning: 'kpw new: the name is not in kebab-case, or kept for something else.' },
  NO_NOTES: { status: 2, meaning: 'kpw series: nothing says what is new in the version that was asked for.' },
  TOPIC_UNTESTED: {
    status: 2,
    meaning: 'The topic has no tests below kernel-tests yet.',
  },
  NAME_TAKEN: {
    status: 2,
    meaning:
      'kpw new: something is called that already; two topics or two subsystems have one name; kpw compare: two designs have.',
  },
  QUESTION_MALFORMED: {
    status: 2,
    meaning: 'kpw compare --question: the file is not there, is no JSON or YAML, or a field of it is wrong.',
  },
  MERGE_REFUSED: {
    status: 2,
    meaning:
      'kpw merge: runs of other topics, trees, patches or versions of kpw, or of one cell twice, make no one matrix.',
  },
  EVIDENCE_UNREADABLE: {
    status: 2,
    meaning: 'The evidence.json of a run is damaged, or written by another version of kpw.',
  },
  UNDETERMINED: {
    status: 3,
    meaning:
      'kpw report --against: one of the two runs could not run what is to be compared, and nothing else is worse.',
  },
  SLURM_REFUSED: {
    status: 3,
    meaning:
      'kpw matrix --on slurm: Slurm does not take the job, or does not say any more what became of it.',
  },
  TASK_LOST: {
    status: 3,
    meaning: 'Slurm ended a task of a matrix before it had run; --resume runs what is missing.',
  },
  HOST_LACKS: {
    status: 3,
    meaning:
      'The host lacks a program, a Debian package, a keyring, or is of another kind than the job needs.',
  },
  NO_KVM: {
    status: 3,
    meaning: 'KVM was asked for (--accel kvm), and does not run a kernel on this host; the reason is told.',
  },
  NO_NETWORK: {
    status: 3,
    meaning: 'The Debian archive cannot be reached, and what is needed is not in the cache.',
  },
  NO_IDENTITY: {
    status: 3,
    meaning: 'kpw series --signoff: git is not told whose name and address that would be.',
  },
  OUTPUT_UNWRITABLE: { status: 3, meaning: 'A folder that was named for output cannot be written to.' },
  NO_SPACE: { status: 3, meaning: 'The file system of the cache or of the output has too little space.' },
  CACHE_UNUSABLE: {
    status: 3,
    meaning:
      'The cache cannot be made, read or written by this user, or something was removed from it while it was in use.',
  },
  CACHE_DAMAGED: {
    status: 3,
    meaning: 'Entries of the cache were damaged, were made again, and are damaged again.',
  },
  HOST_FAULT: {
    status: 3,
    meaning:
      'The host refused something or took something away: memory, open files, a permission, a program killed from outside, a folder removed during work.',
  },
  SOURCE_BROKEN: {
    status: 4,
    meaning: 'A source of this checkout does not compile or load, a template perhaps; its line is told.',
  },
  QEMU_KILLED: {
    status: 3,
    meaning: 'QEMU was killed from outside, twice; the guest did nothing wrong.',
  },
  ARCHIVE_LACKS: {
    status: 3,
    meaning: 'The Debian archive has no such package, or no kernel to go with the tree.',
  },
  NOT_CHECKED: {
    status: 3,
    meaning:
      'kpw uapi diff: nothing that is denied was found, but something could not be determined, or no rule ran; kpw backport check: the same, of a hunk’s place; kpw lint: no tree was at hand; --fail-under: it is not known which lines were reached.',
  },
  ANCHOR_MISSING: {
    status: 4,
    meaning: 'The structure that an edit belongs to is not in the tree; the nearest candidates are told.',
  },
  ANCHOR_AMBIGUOUS: {
    status: 4,
    meaning: 'That structure is there more than once, so that any choice would be a guess.',
  },
  ANCHOR_BROKEN: {
    status: 4,
    meaning: 'That structure is there, but in C that does not parse, so that its place cannot be trusted.',
  },
  EDIT_OVERLAP: { status: 4, meaning: 'Two edits of a template touch the same bytes.' },
  ALLOCATION_TAKEN: {
    status: 4,
    meaning: 'A name, or an ioctl number that was insisted on, is in use in the tree.',
  },
  TEMPLATE_BROKEN: { status: 4, meaning: 'The C of a template does not parse where it was put.' },
  MARK_MALFORMED: {
    status: 4,
    meaning: 'kpw mutate: a line of the file of equivalent mutants is no part of a mark.',
  },
  NO_SKELETON: {
    status: 4,
    meaning:
      'kpw new: the topic has no skeleton.ts, or lists its variants in a way that a program cannot extend.',
  },
  TREE_UNSUITABLE: {
    status: 4,
    meaning: 'The folder or revision is not kernel source, or has not what the topic is about.',
  },
  MODULE_MISSING: {
    status: 4,
    meaning:
      'The kernel has no module of a name that the topic or its subsystem gives, or has it built in; the nearest names are told.',
  },
  NOT_REPLACED: {
    status: 4,
    meaning:
      'A design changes a module that the run does not replace, or code that the configuration of the kernel leaves out; which, is told of each file.',
  },
  PARAMETER_MISSING: {
    status: 4,
    meaning:
      'A design is to be loaded with a parameter that no module of the cell has, or several have; those that there are are told.',
  },
  CONFIG_UNMET: {
    status: 4,
    meaning:
      "A kernel from source: the tree's Kconfig does not give a symbol that was requested; what it became, and what it lacks, is told of each.",
  },
  TREE_CORRUPT: { status: 4, meaning: 'A package or a cached tree is damaged or cut short.' },
  PATCH_REJECTED: {
    status: 4,
    meaning:
      'A patch is none, or does not apply to the side that it is laid over; of a variant that is given as patches, no form of them fits the tree.',
  },
  MAIL_UNREADABLE: { status: 4, meaning: 'A file or folder of mails is not there, too large, or no mail.' },
  NO_PATCH: {
    status: 4,
    meaning: 'There are mails, and none of them is a patch; or there is no commit in a range.',
  },
  NO_DESIGN: {
    status: 4,
    meaning: 'kpw compare: none of several designs can be read, or has a patch; the reason of each is told.',
  },
  PATCH_DAMAGED: {
    status: 4,
    meaning: 'A diff lost something on its way: lines are wrapped, cut off, or others than the hunk counts.',
  },
  PATCH_BINARY: { status: 4, meaning: 'A diff is of bytes that are no text.' },
  PATCH_OUTSIDE: {
    status: 4,
    meaning: 'A diff names a path out of the tree, directly or through a symbolic link; nothing was written.',
  },
  NOT_READ: {
    status: 4,
    meaning: 'kpw import: the series changes a file that the topic does not read; what to add is told.',
  },
  IMPORT_DIFFERS: {
    status: 4,
    meaning:
      'kpw import: the template gives other bytes than the patches; patch, file and line are told, and nothing was written.',
  },
  NOT_IMPORTED: {
    status: 4,
    meaning:
      'kpw port: a patch is made by no template of this checkout, and must be written as a variant first.',
  },
  PORT_UNDECIDED: {
    status: 4,
    meaning:
      'kpw port: the place of a change in the other tree is for a person to decide; places that come into question are told.',
  },
  HAND_EDITED: {
    status: 4,
    meaning: 'kpw port: a generated patch was changed by hand, which porting it would lose.',
  },
  GIT_FAILED: { status: 4, meaning: 'git could not read a repository, or not write the series.' },
  DRIFT: {
    status: 5,
    meaning: 'generate --check: kept patches are not what the templates and the tree give now.',
  },
  BUILD_FAILED: { status: 6, meaning: 'A kernel module, or a program for the guest, does not compile.' },
  BOOT_TIMEOUT: { status: 7, meaning: 'The guest did not come up in time.' },
  PANIC: { status: 8, meaning: "The guest's kernel panicked." },
  SPLAT: {
    status: 9,
    meaning:
      "The guest's kernel reported a warning, an oops, a lock or memory error; passed tests do not help.",
  },
  HANG: { status: 10, meaning: 'The guest, or one program in it, gave no sign of life within the limit.' },
  FLOOD: { status: 10, meaning: 'The guest wrote more to its console than anybody would read.' },
  GUEST_EXITED: { status: 11, meaning: 'QEMU ended before the guest said that it was done.' },
  GUEST_STOPPED: {
    status: 11,
    meaning: 'QEMU stopped the guest for good: its accelerator (internal-error) or a device could not go on.',
  },
  MALFORMED_KTAP: { status: 12, meaning: "A program's output is not a whole KTAP document." },
  DEVICE_REFUSED: {
    status: 13,
    meaning:
      'The driver did not take its device. A cell fails by that, and is skipped where the unchanged kernel refuses too.',
  },
  MODULE_REFUSED: {
    status: 13,
    meaning:
      'The init function of a module that the cell replaces returned an error: the module does not load.',
  },
  PARAMETER_REFUSED: {
    status: 13,
    meaning: 'The kernel does not take the value that a parameter of a module is given.',
  },
  MODULE_IN_USE: {
    status: 13,
    meaning:
      'A module cannot be swapped: it is in use before any test ran, or the guest has one of its name already.',
  },
  MODULE_UNSIGNED: {
    status: 13,
    meaning:
      'The guest’s kernel takes only modules that its own key has signed (module.sig_enforce, lockdown).',
  },
  NOTHING_RAN: { status: 13, meaning: 'A cell was asked for, and none of its tests ran.' },
  INTERNAL: { status: 70, meaning: 'A defect of kpw itself (EX_SOFTWARE of sysexits.h).' },
  HUNG_UP: {
    status: 129,
    meaning: 'The terminal was closed (128 + SIGHUP); nothing half-written is left.',
  },
  INTERRUPTED: { status: 130, meaning: 'Ctrl-C (128 + SIGINT); nothing half-written is left.' },
  TERMINATED: { status: 143, meaning: 'Terminated (128 + SIGTERM); nothing half-written is left.' },
} as const satisfies Record<string, { status: number; meaning: string }>;

export type ExitCode = keyof typeof CODES;

/** Every code with its status and its meaning in one sentence, by status. */
export const EXIT_CODES: Readonly<Record<ExitCode, { readonly status: number; readonly meaning: string }>> =
  CODES;

type Statuses = { readonly [Code in ExitCode]: (typeof CODES)[Code]['status'] };

/** Exit status by code: `EXIT_STATUS.DRIFT`. */
export const EXIT_STATUS = Object.fromEntries(
  Object.entries(CODES).map(([code, { status }]) => [code, status]),
) as Statuses;

/** What a caller does next, by status. */
export const NEXT: Readonly<Record<Statuses[ExitCode], string>> = {
  0: 'Nothing.',
  1: 'Read the findings, the difference, the tests that failed or the mutants that live: the design, its contract, its message or its tests are wrong.',
  2: 'Mend the command line, or the file that the message names. Nothing was attempted.',
  3: 'Mend the host, or see to what could not be checked, as the message says; then run the same command again.',
  4: 'Mend the template or the patch, or give another tree.',
  5: 'Run the same command without --check, and look at the difference.',
  6: "Read the compiler's message; it names the patch that wrote the line.",
  7: "Look at the boot's console.log, or run the command in the file beside it.",
  8: "Read the trace, in the message and in the boot's console.log.",
  9: "Read the report, in the message and in the boot's console.log.",
  10: 'Look at the last program and the console; kpw test VARIANT --shell gives a shell in the same guest.',
  11: "Look at the boot's qemu.log and console.log.",
  12: "Look at the boot's results.log: the program broke off, or printed something else.",
  13: "Look at the boot's console.log: a module may not have loaded.",
  70: 'Report it, with the lines that were printed; --verbose adds the stack trace of a failure.',
  129: 'Run it again, in tmux or by setsid perhaps.',
  130: 'Run it again.',
  143: 'Run it again.',
};

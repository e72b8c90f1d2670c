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
      'A cell changes code that is built into the kernel, and needs a kernel built from source: kpw skipped it. The status is 13 if you named only such cells.',
  },
  FINDINGS: {
    status: 1,
    meaning:
      'A rule found an error in a series; kpw lint found anything; or a finding of kpw uapi diff has an effect that is denied.',
  },
  TESTS_FAILED: { status: 1, meaning: 'The tests of a cell ran to their end, and some failed.' },
  TESTS_FLAKY: {
    status: 1,
    meaning: '--repeat: some boots of a cell passed and others failed; kpw names the flaky tests.',
  },
  REGRESSION: {
    status: 1,
    meaning: 'kpw report --against: something passed in the earlier run and fails now, or is new and fails.',
  },
  COVERAGE_SHORT: {
    status: 1,
    meaning:
      '--fail-under: the tests reached a smaller part than that of the lines that a design’s patches add.',
  },
  MUTANTS_SURVIVE: {
    status: 1,
    meaning:
      'kpw mutate: no test and no rule finds a mistake in a changed line, and nobody has marked it as equivalent; or a mark is wrong.',
  },
  UNSOUND_DESIGN: {
    status: 1,
    meaning: 'kpw mutate: a design fails its own tests, so the results of its mutants would mean nothing.',
  },
  NOT_READY: {
    status: 1,
    meaning:
      'kpw series: a rule of the family review has a warning about the series, so kpw wrote no mail; --anyway writes them.',
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
      'kpw backport check: a hunk is not where it belongs, or something is left out or added and no note in the message says so.',
  },
  DIFFERENT: { status: 1, meaning: 'kpw diff: the two sides differ.' },
  USAGE: {
    status: 2,
    meaning:
      'kpw has no such verb or option, an option has no such choice or lacks its value, or a required argument is missing.',
  },
  UNKNOWN_NAME: {
    status: 2,
    meaning:
      'No topic, variant, tree, revision, repository, machine, kernel config, rule, effect, run, file, format, target, suite, selftest or shell has that name; kpw lists the nearest names.',
  },
  BAD_PARAMETER: {
    status: 2,
    meaning:
      'An option or a parameter of a variant has a value that it cannot take, an option lacks what it needs, options exclude each other, or a file that an option names is not there or has a mistake.',
  },
  NO_UPSTREAM: {
    status: 2,
    meaning:
      'kpw backport check: the message names no upstream commit, or the repository lacks it; name the original with --upstream.',
  },
  CONFIG_MALFORMED: {
    status: 2,
    meaning: 'A line of a kernel config is not a symbol with a value.',
  },
  MACHINE_MALFORMED: {
    status: 2,
    meaning: 'The file of a machine has a mistake, on the line that kpw names. Other machines work.',
  },
  MACHINE_UNSUITABLE: {
    status: 2,
    meaning:
      'The machine lacks a trait that the topic’s subsystem needs, or a device for its driver (perhaps because the host’s QEMU lacks it), or a place for one of its own devices. kpw lists the machines that are meant for the subsystem.',
  },
  TOPIC_MALFORMED: {
    status: 2,
    meaning:
      'A file of a topic outside of the checkout does not load, exports something else than a topic, does not end, or throws; kpw names the line. Other topics work.',
  },
  RULE_MALFORMED: {
    status: 2,
    meaning:
      'The file of a rule of your own does not load, exports something else than a rule, or has the name of another rule; kpw names the line.',
  },
  SETTINGS_MALFORMED: {
    status: 2,
    meaning:
      'kpw.config.json, or the field kpw of package.json, does not have the form that docs/topics.md describes.',
  },
  BAD_NAME: { status: 2, meaning: 'kpw new: the name is not in kebab-case, or is reserved.' },
  NO_NOTES: {
    status: 2,
    meaning: 'kpw series: neither the template nor --note says what is new in this version.',
  },
  TOPIC_UNTESTED: {
    status: 2,
    meaning: 'The topic has no tests below kernel-tests yet.',
  },
  NAME_TAKEN: {
    status: 2,
    meaning:
      'kpw new: the name is in use already; two topics, two subsystems, or two designs of kpw compare have one name.',
  },
  QUESTION_MALFORMED: {
    status: 2,
    meaning:
      'kpw compare --question: the file does not exist, is not JSON or YAML, or a field of it is wrong.',
  },
  MERGE_REFUSED: {
    status: 2,
    meaning:
      'kpw merge: the runs are of different topics, trees, patches or versions of kpw, or one cell was run twice.',
  },
  EVIDENCE_UNREADABLE: {
    status: 2,
    meaning: 'The evidence.json of a run is damaged, or written by another version of kpw.',
  },
  UNDETERMINED: {
    status: 3,
    meaning: 'kpw report --against: one of the two runs could not run a design, and nothing else is worse.',
  },
  SLURM_REFUSED: {
    status: 3,
    meaning: 'kpw matrix --on slurm: Slurm refuses the job, or no longer knows what became of it.',
  },
  TASK_LOST: {
    status: 3,
    meaning: 'Slurm ended a task of a matrix before it had run; --resume runs what is missing.',
  },
  HOST_LACKS: {
    status: 3,
    meaning:
      'The host lacks a program, a Debian package or a keyring, or is of another kind than the job needs.',
  },
  NO_KVM: {
    status: 3,
    meaning: '--accel kvm: KVM does not run a kernel on this host; kpw gives the reason.',
  },
  NO_NETWORK: {
    status: 3,
    meaning: 'The Debian archive cannot be reached, and what is needed is not in the cache.',
  },
  NO_IDENTITY: {
    status: 3,
    meaning: 'kpw series --signoff: git knows no name and address of yours.',
  },
  OUTPUT_UNWRITABLE: { status: 3, meaning: 'kpw cannot write to the folder or file for its output.' },
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
    meaning: 'A source of this checkout, perhaps a template, does not compile or load; kpw names the line.',
  },
  QEMU_KILLED: {
    status: 3,
    meaning: 'Something killed QEMU from outside, twice; the guest did nothing wrong.',
  },
  ARCHIVE_LACKS: {
    status: 3,
    meaning: 'The Debian archive has no such package, or no kernel to go with the tree.',
  },
  NOT_CHECKED: {
    status: 3,
    meaning:
      'kpw uapi diff: nothing that is denied, but something is undetermined, or no rule ran; kpw backport check: the place of a hunk is undetermined; kpw lint: there is no tree to look at; --fail-under: the coverage is unknown.',
  },
  ANCHOR_MISSING: {
    status: 4,
    meaning: 'The tree lacks the structure that an edit belongs to; kpw lists the nearest candidates.',
  },
  ANCHOR_AMBIGUOUS: {
    status: 4,
    meaning: 'The tree has that structure more than once, so any choice would be a guess.',
  },
  ANCHOR_BROKEN: {
    status: 4,
    meaning: 'The tree has that structure in C that does not parse, so its place is unsure.',
  },
  EDIT_OVERLAP: { status: 4, meaning: 'Two edits of a template touch the same bytes.' },
  ALLOCATION_TAKEN: {
    status: 4,
    meaning: 'A name, or a fixed ioctl number, is in use in the tree.',
  },
  TEMPLATE_BROKEN: { status: 4, meaning: 'The C of a template does not parse where it was put.' },
  MARK_MALFORMED: {
    status: 4,
    meaning: 'kpw mutate: a line of the file of equivalent mutants does not belong to a mark.',
  },
  NO_SKELETON: {
    status: 4,
    meaning:
      'kpw new: the topic has no skeleton.ts, or lists its variants in a way that a program cannot extend.',
  },
  TREE_UNSUITABLE: {
    status: 4,
    meaning: 'The folder or revision is not kernel source, or lacks what the topic is about.',
  },
  MODULE_MISSING: {
    status: 4,
    meaning:
      'The kernel lacks a module that the topic or its subsystem names, or has it built in; kpw lists the nearest names.',
  },
  NOT_REPLACED: {
    status: 4,
    meaning:
      'A design changes a module that the run does not replace, or code that the kernel’s configuration leaves out; kpw says which for each file.',
  },
  PARAMETER_MISSING: {
    status: 4,
    meaning:
      'No module of the cell has a parameter that the design is to be loaded with, or several have it; kpw lists the parameters.',
  },
  CONFIG_UNMET: {
    status: 4,
    meaning:
      "A kernel from source: the tree's Kconfig does not give a requested symbol; kpw says what each became, and what it lacks.",
  },
  TREE_CORRUPT: { status: 4, meaning: 'A package or a cached tree is damaged or cut short.' },
  PATCH_REJECTED: {
    status: 4,
    meaning:
      'A patch does not apply, or is not a patch; or no form of a variant that consists of patches fits the tree.',
  },
  MAIL_UNREADABLE: {
    status: 4,
    meaning: 'A file or folder of mails does not exist, is too large, or holds no mail.',
  },
  NO_PATCH: {
    status: 4,
    meaning:
      'No mail is a patch; a file is empty, is binary, or holds no mail and no diff; or a range has no commit.',
  },
  NO_DESIGN: {
    status: 4,
    meaning:
      'kpw compare: kpw can read none of the designs, or none has a patch; kpw gives the reason for each.',
  },
  PATCH_DAMAGED: {
    status: 4,
    meaning:
      'A diff is damaged: lines are wrapped or cut off, or a hunk has another number of lines than its head says.',
  },
  PATCH_BINARY: { status: 4, meaning: 'A diff is of a binary file.' },
  PATCH_OUTSIDE: {
    status: 4,
    meaning:
      'A diff names a path outside of the tree, directly or through a symbolic link; kpw wrote nothing.',
  },
  NOT_READ: {
    status: 4,
    meaning: 'kpw import: the series changes a file that the topic does not read; kpw says what to add.',
  },
  IMPORT_DIFFERS: {
    status: 4,
    meaning:
      'kpw import: the template gives other bytes than the patches; kpw names patch, file and line, and wrote nothing.',
  },
  NOT_IMPORTED: {
    status: 4,
    meaning:
      'kpw port: no template of this checkout makes a patch of the series; write it as a variant first.',
  },
  PORT_UNDECIDED: {
    status: 4,
    meaning:
      'kpw port: a person has to decide the place of a change in the other tree; kpw lists the candidate places.',
  },
  HAND_EDITED: {
    status: 4,
    meaning: 'kpw port: somebody changed a generated patch by hand, and porting would lose the change.',
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
      'The driver did not take its device. The cell fails, or is skipped if the unchanged kernel refuses the device too.',
  },
  MODULE_REFUSED: {
    status: 13,
    meaning:
      'The init function of a module that the cell replaces returned an error: the module does not load.',
  },
  PARAMETER_REFUSED: {
    status: 13,
    meaning: 'The kernel refuses the value of a module parameter.',
  },
  MODULE_IN_USE: {
    status: 13,
    meaning:
      'kpw cannot replace a module: it is in use before any test ran, or the guest has loaded one of its name.',
  },
  MODULE_UNSIGNED: {
    status: 13,
    meaning:
      'The guest’s kernel takes only modules that its own key has signed (module.sig_enforce, lockdown).',
  },
  NOTHING_RAN: { status: 13, meaning: 'None of the tests of a requested cell ran.' },
  INTERNAL: { status: 70, meaning: 'A defect of kpw itself (EX_SOFTWARE of sysexits.h).' },
  HUNG_UP: {
    status: 129,
    meaning: 'The terminal was closed (128 + SIGHUP); nothing half-written is left.',
  },
  INTERRUPTED: { status: 130, meaning: 'Ctrl-C (128 + SIGINT); nothing half-written is left.' },
  READER_GONE: {
    status: 141,
    meaning: 'Whoever reads standard output has seen enough, as in kpw … | head (128 + SIGPIPE).',
  },
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
  141: 'Nothing; without the pipe the status says how it ended.',
  143: 'Run it again.',
};

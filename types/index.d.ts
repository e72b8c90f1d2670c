// SPDX-License-Identifier: GPL-2.0-only
// Made from src/api by npm run types; not to be edited.

import { SyntaxNode } from 'tree-sitter';
import type * as z from 'zod';

interface Mail {
  /** `0001-vfio-pci-Restore-the-MSI-X-mmap-restriction.patch`. */
  readonly name: string;
  /** Latin1 decoded. */
  readonly text: string;
}
interface DiffLine {
  readonly sign: ' ' | '+' | '-';
  readonly text: string;
  /** 1-based, in the mail. */
  readonly line: number;
  /** 1-based line of the file that it becomes; of a removed line, the one that comes next. */
  readonly at: number;
}
interface DiffFile {
  /** Path after the change; before it where the file is removed. */
  readonly path: string;
  readonly change: 'made' | 'removed' | 'changed';
  readonly hunks: readonly (readonly DiffLine[])[];
}
interface MessageLine {
  readonly text: string;
  /** 1-based, in the mail. */
  readonly line: number;
}
interface Letter {
  readonly name: string;
  /** Unfolded and without `[PATCH n/m]`; empty where there is none. */
  readonly subject: MessageLine;
  /** What stands in brackets before it: `PATCH v2 1/3`; empty where nothing does. */
  readonly prefix: string;
  /** 1 where the prefix names none. */
  readonly version: number;
  /** Number of the patch; 0 is the cover letter. */
  readonly patch: number | undefined;
  /** How many patches the series has, as this mail says. */
  readonly total: number | undefined;
  /** Unfolded headers by their names in lower case; of several the last. */
  readonly headers: ReadonlyMap<string, string>;
  /** `Name <address>`: the From line of the body, else the header. */
  readonly author: string;
  /** Lines of the commit message behind the subject, up to `---`, without empty ones at the ends. */
  readonly body: readonly MessageLine[];
  /** Lines between the message and the first diff: change log, diffstat. */
  readonly below: readonly MessageLine[];
  readonly files: readonly DiffFile[];
  /** A patch of kpw that nobody has signed off and sent: it carries the provenance block. */
  readonly generated: boolean;
}
/** Letters that bring a change: all but cover letters. */
export declare function patchLetters(mails: readonly Mail[]): Letter[];
interface Authorship {
  /** `Name <address>`. */
  readonly author: string;
  /** As git's raw format has it: seconds since 1970, and a zone. */
  readonly date: string;
}
/** One C file: its text, and the parse of its masked copy. Offsets of the one are offsets of the other. */
export interface SourceFile {
  /** Where it comes from, for messages: `debian-6.1`, `debian-6.1 with msix-mmap/prerequisite`. */
  readonly origin: string;
  /** Path in the tree. */
  readonly path: string;
  /** Latin1 decoded: an index is a byte offset. */
  readonly text: string;
  readonly root: SyntaxNode;
}
/** The part of the original text that a node covers; `node.text` would give the masked copy's. */
export declare function textOf(file: SourceFile, node: SyntaxNode): string;
/** Replace bytes [start, end) of one file with text. */
export interface Edit {
  readonly path: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Id of the anchor that found the place, for provenance. */
  readonly anchor: string;
  /** What it does, in a reviewer's words, for messages: `the device struct gains msix_mmap`. */
  readonly purpose: string;
}
interface FailureText {
  /** One sentence: what was wrong. */
  title: string;
  /** Where: a file with a line, a tree, a command, an option. */
  where?: string;
  /** Context worth reading: a compiler's message, the console's tail, the nearest candidates. */
  detail?: string;
  /** What to do next, as an imperative sentence. */
  hint: string;
}
declare abstract class Failure extends Error {
  abstract readonly code: string;
  readonly title: string;
  readonly where: string | undefined;
  readonly detail: string | undefined;
  readonly hint: string;
  constructor(
    text: FailureText,
    options?: {
      cause?: unknown;
    },
  );
}
interface Hunk {
  readonly oldStart: number;
  readonly oldLines: number;
  readonly newStart: number;
  readonly newLines: number;
  /** What stands behind the second `@@`: the function, as a rule. */
  readonly section: string;
  /** Each with its ` `, `+`, `-` or `\` in front. */
  readonly lines: readonly string[];
}
interface FileDiff {
  /** Undefined where the file is made. */
  readonly oldPath: string | undefined;
  /** Undefined where it is removed. */
  readonly newPath: string | undefined;
  /** As git writes it: `100644`; undefined where the patch does not say. */
  readonly oldMode: string | undefined;
  readonly newMode: string | undefined;
  /** Id of the old file's text, abbreviated as a rule; undefined where the patch does not say. */
  readonly oldBlob: string | undefined;
  /** The old file stays: git diff -C. */
  readonly copied: boolean;
  /** Whole id of the file as the patch leaves it, where git was asked for it (--full-index). */
  readonly newBlob?: string;
  /** Of bytes that are no text: it has no hunks, and cannot be applied. */
  readonly binary: boolean;
  readonly hunks: readonly Hunk[];
  /** 1-based line of the text that it was read from. */
  readonly line: number;
}
interface DiffDamage {
  /** PATCH_DAMAGED or PATCH_OUTSIDE, with where it is. */
  readonly failure: Failure;
  /** 1-based line of the mail's text (`Message.mail`). */
  readonly line: number;
}
interface Message {
  readonly subject: string | undefined;
  /** `Name <address>`, or the name alone; of the From: in the body, where git format-patch put one. */
  readonly author: string | undefined;
  /** ISO 8601 in UTC, or as it is written where that is no date. */
  readonly date: string | undefined;
  /** Without angle brackets. */
  readonly id: string | undefined;
  /** Ids of the mails that it answers or follows, the nearest first (In-Reply-To, then References backwards). */
  readonly parents: readonly string[];
  /** The text above `---` and the diff: a patch's commit message. Of a cover letter and of a reply, the whole text. */
  readonly body: string;
  /** The text between `---` and the diff, which git am drops. */
  readonly notes: string;
  /** Empty for a reply and for a cover letter: what they quote, or propose, is no patch of the series. */
  readonly diffs: readonly FileDiff[];
  /** Undefined where the diff is whole, and where there is none. `diffs` is empty where it is not. */
  readonly damage: DiffDamage | undefined;
  /** File, and which mail of it; for messages. */
  readonly place: string;
  /**
   * The whole mail, latin1: its headers as they were sent, an empty line, its text decoded. A saved page has the headers
   * that it shows; a bare diff has none, and begins with the empty line.
   */
  readonly mail: string;
  /** Path, or what standard input was called. */
  readonly file: string;
  /** 1-based line of the file where the mail begins, less one: what is added to a line of `mail`. */
  readonly offset: number;
}
/** What a question of a list is about, whatever the question: a driver, or a framework with its drivers. */
export interface Subsystem {
  readonly id: string;
  /** For people: `VFIO of PCI devices`. */
  readonly title: string;
  readonly files: SubsystemFiles;
  /** What a run replaces. */
  readonly modules: ModuleSwap;
  readonly binding: Binding;
  /**
   * QEMU's devices of which a machine must have one, where the module finds its device by itself: `['virtio-rng-pci']`.
   * Without it any machine will do for such a module.
   */
  readonly devices?: readonly string[];
  /** Given to modules as they are loaded: `{ module: 'vfio_pci', options: 'disable_idle_d3=1' }`. */
  readonly parameters?: readonly ModuleParameters[];
  /** Machines that are meant for it, by id; the first one is taken where none is named. */
  readonly machines: readonly [string, ...string[]];
  /** Debian's flavours that have its modules, by architecture, where those that a machine names may lack them. */
  readonly flavours?: Readonly<Partial<Record<'x86_64' | 'aarch64' | 'ppc64le', readonly string[]>>>;
  readonly configs?: {
    /** Kconfig symbols, without CONFIG_, that every kernel must have built in or as a module. */
    readonly symbols?: readonly string[];
    /** Fragments of kernel-tests/configs that a kernel from source has besides what its machine names. */
    readonly source?: readonly string[];
  };
  /** Of each trait that a machine must tell, what it may be: contracts and tests depend on these. */
  readonly traits?: Readonly<Record<string, readonly (string | boolean)[]>>;
  /** Programs that nobody here wrote, made by `subsystems/<id>/suites/<suite>.ts`. */
  readonly suites?: readonly {
    readonly id: string;
    readonly title: string;
  }[];
  /** Name of the conventions that rules hold its headers to (checks/profiles). */
  readonly profile?: string;
}
interface ModuleParameters {
  readonly module: string;
  readonly options: string;
}
/** How the devices of a machine come to the driver under test. */
export type Binding =
  | {
      readonly kind: 'pci' | 'platform';
      /** As in /sys/bus/<kind>/drivers. */
      readonly driver: string;
      /** It gets every device of the bus by driver_override; otherwise it takes those that it knows. */
      readonly override?: boolean;
      /**
       * False: devices of PCI are not reset at each open and close (`reset_method`, v5.15), which takes two thirds of a
       * run away; an nvme's reset sleeps 100 ms. Older kernels reset all the same.
       */
      readonly resets?: boolean;
    }
  /** There is no driver_override for USB: the driver takes the interfaces that it knows. */
  | {
      readonly kind: 'usb';
      readonly driver: string;
    }
  /** The module finds its devices by itself, or has none. */
  | {
      readonly kind: 'none';
    };
interface SubsystemFiles {
  /**
   * Every Debian tree has all of them from the beginning, and rules read the drivers of every side that they compare. A
   * longer list extracts each tree again; without it they are fetched for a topic that needs them, in a second.
   */
  readonly kept?: true;
  /** Its drivers, without patterns. */
  readonly drivers: readonly string[];
  /** The kernel's own headers and pages of documentation about it, which rules read with the drivers. */
  readonly about?: readonly string[];
  /** Folders of the tree's tests of it. */
  readonly selftests?: readonly string[];
  /** What its drivers stand on, because designs look at it. */
  readonly around?: readonly string[];
}
interface ModuleSwap {
  /**
   * As /proc/modules names them: `vfio_pci`. Each is found among the kernel's modules, wherever it lies, and replaced
   * together with those that it needs from the same folder; what it needs from elsewhere is loaded once, as it is shipped.
   */
  readonly roots: readonly string[];
  /**
   * Modules that a guest needs as well and that no module names as a dependency: `xhci_pci`. They stay as shipped, and may
   * be built in.
   */
  readonly further?: readonly string[];
  readonly headers?: SwapHeaders;
  /**
   * Switches of Kconfig, without CONFIG_, that the replaced modules are compiled with as if they were on, where the code of
   * these modules alone asks for them and a distribution leaves them off: `BLK_DEV_FD_RAWCMD`.
   */
  readonly switches?: readonly string[];
}
interface SwapHeaders {
  /** Headers of the replaced modules alone, so that a design may change them: `include/linux/vfio_pci_core.h`. */
  readonly own?: readonly string[];
  /** Headers that modules are compiled with which stay as shipped, so that tree and kernel must agree on them. */
  readonly shared?: readonly string[];
  /** Of the userspace API. */
  readonly uapi?: readonly string[];
}
/** What a run saw of one cell, for the rows of a report. */
export interface CellView {
  /** Value of an `# observe` line. */
  observed(key: string): string | undefined;
  /** Value of a `# measure` line. */
  measured(key: string):
    | {
        value: number;
        unit: string;
      }
    | undefined;
  /** What the contract says of a key. */
  promised(key: string): string | undefined;
}
/** One cell of a run, for what a topic draws and says of it. */
export interface PageCell {
  /** `baseline`, `prerequisite` or the variant's id. */
  readonly name: string;
  readonly title: string;
  readonly role: 'baseline' | 'prerequisite' | 'variant';
  readonly view: CellView;
  /** `kvm` or `tcg`, which emulates the processor: then times say how they compare, and not what hardware takes. */
  readonly accelerator?: string | undefined;
}
/** One run: a tree on a machine. */
export interface PageRun {
  /** As the folders name it: `debian-6.1`. */
  readonly tree: string;
  readonly machine: string;
  /** Of the guest, in bytes; undefined where none came up. */
  readonly pageSize: number | undefined;
  readonly cells: readonly PageCell[];
}
interface TestName {
  readonly program: string;
  readonly name: string;
}
/** What the evidence says to an objection. */
interface Answer {
  /** One sentence, with the values that were seen in it. */
  readonly text: string;
  /** Whether the evidence bears the objection out, speaks against it, or leaves it open. */
  readonly stance: 'for' | 'against' | 'open';
}
export interface Claim {
  readonly test: TestName;
  /** Cell that was looked at, where it is another than that of the design. */
  readonly cell?: string;
  /** Undefined where the run saw nothing of it: then nothing is claimed. */
  says(view: CellView): Answer | undefined;
}
/** What somebody held against designs, in a sentence or two of one's own. */
export interface Objection {
  /** Ids of variants. */
  readonly against: readonly string[];
  /** In a few words, for a list: `the user would decide what the user may do`. */
  readonly short: string;
  /** Where it was said: `mail 2, 22 November 2017`. */
  readonly where: string;
  readonly text: string;
  readonly claims: readonly Claim[];
}
type Look = 'part' | 'other' | 'third' | 'held' | 'good' | 'bad' | 'empty';
/** One kind of area, for the legend. */
export interface AreaKind {
  readonly id: string;
  readonly label: string;
  readonly look: Look;
}
/** A rectangle: [from, to) along the picture's axis. */
export interface Area {
  readonly from: number;
  readonly to: number;
  /** Id of an AreaKind. */
  readonly kind: string;
  readonly label: string;
  /** Where the label has no room. */
  readonly short?: string;
}
/** One bar of a picture. */
export interface PictureRow {
  readonly label: string;
  /** What it comes to, in a few words, beside the bar. */
  readonly note?: string;
  readonly areas: readonly Area[];
  /** Cells that it is true of, by name; absent for what is true of all. */
  readonly cells?: readonly string[];
  /** The test that saw it. */
  readonly test?: TestName;
}
/** Something that has a length, as bars with areas: a device's memory, a disk, a buffer. */
export interface Picture {
  readonly id: string;
  readonly title: string;
  /** What there is to see, in a sentence or two. */
  readonly caption: string;
  /** Pictures of one group stand side by side, to be compared. */
  readonly group: string;
  /** Bytes. */
  readonly size: number;
  /** Lines across all bars, each so many bytes: pages, sectors. */
  readonly grid?: {
    readonly step: number;
    readonly label: string;
  };
  readonly rows: readonly PictureRow[];
  /** Runs that saw it, as indexes of what pictures() was given; empty where it is computed and no run saw it. */
  readonly runs: readonly number[];
}
/** Measurements that belong in one plot: the same access in several ways. */
export interface LatencyPlot {
  readonly title: string;
  /** Keys of `spreads`, which are those of `measurements` without their last word. */
  readonly ways: readonly {
    readonly key: string;
    readonly label: string;
    readonly look: 'good' | 'bad';
  }[];
}
/** What a topic adds to a page about its runs. All of it is made of what they saw, and none of it changes a patch. */
export interface TopicPage {
  /** The topic's answer in one sentence, as far as these runs have one. */
  answer?(runs: readonly PageRun[]): string | undefined;
  readonly objections?: readonly Objection[];
  /** What the pictures are about, in two or three sentences above them. */
  readonly lead?: string;
  readonly kinds?: readonly AreaKind[];
  pictures?(runs: readonly PageRun[]): readonly Picture[];
  readonly latencies?: readonly LatencyPlot[];
}
/** The files of a tree that a topic reads, parsed on demand. */
export interface Sources {
  /** Tree and, after patches, what was applied: for messages. */
  readonly origin: string;
  /** Paths at hand, sorted. */
  readonly paths: readonly string[];
  /** Undefined where the tree has no such file. */
  get(path: string): SourceFile | undefined;
}
type ParameterValue = boolean | number | string;
type Parameters$1 = Readonly<Record<string, ParameterValue>>;
type ModuleValues = Readonly<Record<string, ParameterValue>>;
interface Load<Contract> {
  readonly with: ModuleValues;
  /** What it promises then. */
  readonly contract: Contract;
}
interface ParameterSpec {
  readonly type: 'boolean' | 'number' | 'string';
  /** The only values that a string may have. */
  readonly choices?: readonly string[];
  /** Undefined means that the template decides. */
  readonly default?: ParameterValue;
  /** What it changes, one sentence. */
  readonly help: string;
}
/** One patch before it is made: the mail's text and the edits as a function of the layout. */
export interface PatchTemplate<Layout> {
  /** Without `[PATCH]`: `vfio/pci: Summary in the imperative`. */
  readonly subject: string;
  /** Commit message, paragraphs separated by empty lines; wrapped at 75 columns when the mail is made. */
  readonly body: string;
  /** It only makes the base on which designs are compared, and is not proposed for merging: its series is an RFC. */
  readonly comparison?: true;
  /** What a reader of the mail has to know and the history need not: a paragraph under the `---`, wrapped there. */
  note?(layout: Layout): string | undefined;
  /** Called with the layout, and the files, of the tree as it is when the patches before this one are applied. */
  edits(layout: Layout, sources: Sources): Edit[];
  /** Files that no anchor describes, by path: new ones, and such that are no C. Whole texts. */
  files?(layout: Layout, sources: Sources): ReadonlyMap<string, string>;
}
/** A promise as text, one `key value` line of a contract file each; see kernel-tests/README.md for the keys. */
export type ContractLines = readonly (readonly [key: string, value: string])[];
/** What a machine is like, where a promise depends on it: the traits that the topic's subsystem names. */
export type MachineTraits = Readonly<Record<string, string | boolean>>;
type PostedSource =
  | URL
  | {
      readonly name: string;
      readonly messages: readonly Message[];
    };
/** One answer to a topic's question, as edits. */
export interface Variant<Layout, Contract> extends Answer$1<Layout, Contract> {
  patches(layout: Layout, parameters: Parameters$1): PatchTemplate<Layout>[];
  readonly posted?: undefined;
}
/** One answer to a topic's question, as patches that somebody posted. */
export interface PostedVariant<Layout, Contract> extends Answer$1<Layout, Contract> {
  readonly patches?: undefined;
  /**
   * One series in as many forms as trees have shapes; the first that applies to a tree whole and without fuzz is taken. A
   * form is an mbox, a mail, a diff or a folder of patches.
   */
  readonly posted: readonly PostedSource[];
}
interface Answer$1<Layout, Contract> {
  readonly id: string;
  readonly title: string;
  /** Who proposed it, and where in the thread. */
  readonly origin: string;
  /** Message ids of the mails that proposed it, for the `Link:` of its patches; the topic's thread where there are none. */
  readonly threads?: readonly string[];
  /** URL of the mail or the series that proposed it, where that is another than the topic's thread. */
  readonly link?: string;
  /** How it answers the topic's question, and at what price, in a few sentences: for a cover letter. */
  readonly answer?: string;
  /** How it differs today from what was proposed, and why, in a few sentences: for a cover letter. */
  readonly today?: string;
  /** What changed since the version before, by the number of the new version: `{ 2: ['…'] }`. */
  readonly changes?: Readonly<Record<number, readonly string[]>>;
  readonly parameters?: Readonly<Record<string, ParameterSpec>>;
  /** What it promises to userspace, given the layout before its own patches. */
  contract(layout: Layout, parameters: Parameters$1): Contract;
  /**
   * Further ways to load its modules, where it adds a parameter to one: each is a cell of its own, `id[parameter=value]`,
   * beside the one in which no parameter is given, whose promise `contract` is.
   */
  loads?(layout: Layout, parameters: Parameters$1): readonly Load<Contract>[];
  /** Macros by which a program that knows the variant calls it, for the test built on its own header. */
  client?(parameters: Parameters$1): Readonly<Record<string, string>>;
}
/** One line of the comparison, given by the topic: it knows what its tests observe. */
export interface Row {
  /** Heading that begins here. */
  readonly group?: string;
  readonly label: string;
  /** Undefined where the cell has no such thing. */
  cell(view: CellView): string | undefined;
}
/** Somebody who took part in a topic's thread, and therefore gets the series. */
export interface Commenter {
  readonly name: string;
  /** As the thread shows it; undefined where it does not. A tree whose MAINTAINERS knows a newer one is believed. */
  readonly address?: string;
  /** What he or she did there, for the list of recipients: `wrote the RFC`. */
  readonly part: string;
}
/** A question under discussion, with competing answers. */
export interface Topic<Layout = unknown, Contract = unknown> {
  readonly id: string;
  /** It is not the one that commands take by themselves: what a patch says of its test names it. */
  readonly named?: true;
  readonly title: string;
  /** The question in a few sentences, for reports and cover letters. */
  readonly question: string;
  /** Subject of a cover letter, which goes on with a variant's title; the topic's own title where there is none. */
  readonly subject?: string;
  /** Message id of the mail that asked it. */
  readonly thread: string;
  /** Who took part in that thread. */
  readonly commenters?: readonly Commenter[];
  /** Folder of kernel-tests that exercises it; of a topic outside of the checkout, a folder below its own. */
  readonly tests: string;
  /** Its own folder, where that is outside of the checkout. kpw fills it in; no topic writes it. */
  readonly home?: string;
  /**
   * Machines on which a program has passed with sound designs and Debian's kernel, by the program's name. On others
   * it does not run: the failure of a test that never passed says nothing about a design.
   */
  readonly triedOn?: Readonly<Record<string, readonly string[]>>;
  /** Names of its programs that see what the designs differ in: enough while a template is worked on (`--quick`). */
  readonly quick?: readonly string[];
  /** Files and folders that the layout may look at; what a tree lacks is left out. */
  readonly reads: readonly string[];
  /** What it is a question of. A file may leave it out: see `standing`. */
  readonly subsystem: Subsystem;
  /** Modules whose code the designs change, as /proc/modules names them, where these are others than the subsystem's. */
  readonly modules?: readonly string[];
  /**
   * Where the topic's parts are in a tree.
   * @throws AnchorMissing, AnchorAmbiguous, AnchorBroken, TreeUnsuitable
   */
  layout(sources: Sources): Layout;
  /** The files that the topic edits, by role: what one tree calls X and another Y. */
  files(layout: Layout): Readonly<Record<string, string>>;
  /** Patches that the tree needs before any variant makes sense on it; empty where its own text has them. */
  prerequisite(layout: Layout): PatchTemplate<Layout>[];
  readonly variants: readonly (Variant<Layout, Contract> | PostedVariant<Layout, Contract>)[];
  /**
   * What a variant promises as a test among the tree's own, the last patch of its series; undefined where the tree has
   * none that it would be one of.
   *
   * @param layout of the tree with the variant
   */
  selftest?(
    layout: Layout,
    variant: Answer$1<Layout, Contract>,
    parameters: Parameters$1,
    contract: Contract,
  ): PatchTemplate<Layout> | undefined;
  /** What the tree as it is promises, and what it promises after the prerequisite. */
  baseline(layout: Layout): Contract;
  restored(layout: Layout): Contract;
  /**
   * Rows of the comparison, where the topic knows a better order and better words for what its tests saw. Without them
   * the tests and observations themselves are the rows, the worst and those that differ most first.
   */
  readonly rows?: readonly Row[];
  /** What a page about its runs shows beside the rows: objections, pictures, plots (docs/page.md). */
  readonly page?: TopicPage;
  /** The contract as lines for a guest, with the numbers that the layout's UAPI header gives to its names. */
  lines(contract: Contract, layout: Layout, traits: MachineTraits): ContractLines;
}
interface AnchorUse {
  readonly anchor: string;
  readonly path: string;
  readonly line: number;
  readonly purpose: string;
}
interface Patch {
  readonly subject: string;
  readonly body: string;
  /** `prerequisite` patches are the same for every variant of a tree. */
  readonly role: 'prerequisite' | 'variant';
  /** It only adds a test of what the patches before it do. */
  readonly selftest?: true;
  /** It only makes the base on which designs are compared. */
  readonly comparison?: true;
  /** A paragraph under the mail's `---`. */
  readonly note?: string;
  /** Of a patch that was given as a mail: what its commit says, byte for byte. */
  readonly posted?: PostedPatch;
  /** A file that the patch makes has no text before. */
  readonly before: ReadonlyMap<string, string>;
  readonly after: ReadonlyMap<string, string>;
  readonly anchors: readonly AnchorUse[];
}
interface PostedPatch {
  /** The whole commit message, not wrapped anew. */
  readonly message: string;
  /** Undefined where the mail does not say who wrote it, and when. */
  readonly by?: Authorship;
  /** Where it came from: `5.10.mbox, sha256 0123456789abcdef`. */
  readonly from: string;
}
declare const TARGET_IDS: readonly ['x86-64', 'i386', 'x32', 'arm64', 'arm', 'ppc64le', 's390x'];
type TargetId = (typeof TARGET_IDS)[number];
interface Abi {
  readonly bigEndian: boolean;
  /** Size and alignment of pointers. */
  readonly pointer: 4 | 8;
  /** Size and alignment of `long`. */
  readonly long: 4 | 8;
  /** Alignment of `long long` and of `double` as struct members: 4 on i386 alone. */
  readonly longLongAlign: 4 | 8;
  readonly doubleAlign: 4 | 8;
  /** Size and alignment of `long double`. */
  readonly longDouble: readonly [size: number, align: number];
  /** Alignment of `__int128`; undefined where the compiler has none. */
  readonly int128Align: 8 | 16 | undefined;
  /** gcc's __BIGGEST_ALIGNMENT__ without options for larger vectors: what `aligned` without a number asks for. */
  readonly biggestAlign: 8 | 16;
  /** Whether plain `char` is signed. */
  readonly charSigned: boolean;
  /** AAPCS and AAPCS64: the type of an unnamed bit-field, of zero width too, counts for the struct's alignment. */
  readonly unnamedBitFieldAligns: boolean;
  /** Bytes of a struct without members: none in GNU C, one in C++. */
  readonly emptyRecord?: 1;
}
interface Target {
  readonly id: TargetId;
  /** Folder below arch/ of a kernel tree: `x86`, `arm64`, `powerpc`, `s390`. */
  readonly arch: string;
  /** Macros that the compiler predefines and UAPI headers ask for: `__x86_64__` → `1`. */
  readonly predefined: Readonly<Record<string, string>>;
  readonly abi: Abi;
}
declare const SEVERITIES: readonly ['error', 'warning', 'note'];
type Severity = (typeof SEVERITIES)[number];
declare const EFFECTS: readonly [
  'binary-break',
  'behaviour-break',
  'source-break',
  'defect',
  'undetermined',
  'additive',
  'additive-proven',
];
type Effect = (typeof EFFECTS)[number];
type Victim = 'old binary on new kernel' | 'new binary on old kernel' | 'recompiled source';
interface Quotation {
  readonly file: string;
  readonly line: number;
  /** On one line. */
  readonly text: string;
}
interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  /** Path in the tree, or the name of a mail. */
  readonly file: string;
  /** 1-based, in the edited text (in the text before where a thing is gone). */
  readonly line: number;
  /** What is the matter, with the names and numbers of this case; one sentence. */
  readonly message: string;
  /** 1-based, where a program tells it. */
  readonly column?: number;
  /** Undefined for findings about mails. */
  readonly effect?: Effect;
  /** What it is about, for waivers: `struct vfio_region_info.size`, `VFIO_DEVICE_RESET`. */
  readonly symbol?: string;
  readonly before?: Quotation;
  readonly after?: Quotation;
  readonly breaks?: readonly Victim[];
  /** The language that it holds in, where that is not C too. */
  readonly language?: 'C++';
  /** Targets that it holds on; undefined means all that were looked at. */
  readonly targets?: readonly TargetId[];
  /** Other headers or types that inherit it. */
  readonly inherited?: readonly string[];
  /** Sixteen hex digits of rule, symbol and what distinguishes it: the same when lines move. */
  readonly fingerprint?: string;
}
type Shape =
  | {
      readonly kind: 'integer';
      readonly size: number;
      readonly signed: boolean;
    }
  | {
      readonly kind: 'char' | 'bool' | 'float' | 'pointer';
      readonly size: number;
    }
  | {
      readonly kind: 'struct' | 'union' | 'enum';
      readonly name: string;
      readonly size: number;
    }
  /** `count` undefined is `[]`; 0 is `[0]`. */
  | {
      readonly kind: 'array';
      readonly of: Shape;
      readonly count: number | undefined;
      readonly size: number;
    };
interface HeaderSet {
  /** For messages: `debian-6.12`, `/usr/include`. */
  readonly origin: string;
  /** Installed names for a target, sorted: `linux/vfio.h`, `asm/ptrace.h`, `asm-generic/ioctl.h`. */
  names(target: Target): readonly string[];
  /** Undefined where the side has no such header for the target. */
  get(name: string, target: Target): HeaderText | undefined;
}
interface HeaderText {
  /** As installed: `linux/vfio.h`. */
  readonly name: string;
  /** In the tree: `include/uapi/linux/vfio.h`, `arch/x86/include/uapi/asm/ptrace.h`; the name where it is generated. */
  readonly path: string;
  /** Latin1: an index is a byte offset. The tree's own text; what headers_install would strip is the engine's to skip. */
  readonly text: string;
  /** Made by kbuild and in no tree: a wrapper of asm-generic, a table of system calls, linux/version.h. */
  readonly generated: boolean;
  /** SHA-256 of the text, hex. */
  readonly hash: string;
}
interface Unknown {
  readonly unknown: string;
}
type On<T> = ReadonlyMap<TargetId, T | Unknown>;
interface Declared {
  readonly name: string;
  /** As installed. */
  readonly header: string;
  /** In the tree. */
  readonly path: string;
  /** 1-based, in `path`. */
  readonly line: number;
  /** The declaration as written, from the original text, not folded. */
  readonly text: string;
}
interface ApiMember {
  /** Empty for an unnamed bit-field only. */
  readonly name: string;
  /** As declared, on one line, without the name: `__u32`, `struct vfio_bitmap`, `__u8[16]`, `void *`, `int (*)(int)`. */
  readonly type: string;
  readonly shape: Shape;
  /** Bytes from the start of the whole; of a bit-field its declared type's unit that holds the first bit. */
  readonly offset: number;
  /** Bytes of the (declared) type; 0 for a flexible array. */
  readonly size: number;
  /** Bits from the start of the unit at `offset` in allocation order (from the least significant bit on little-endian targets). */
  readonly bitOffset?: number;
  readonly bits?: number;
  /** 1-based, in the type's `path`. */
  readonly line: number;
  /**
   * The anonymous aggregates around it, outermost first: `union@4`, kind and offset in the whole. Members with the
   * same union in their way, in different arms, overlap on purpose.
   */
  readonly within: readonly string[];
  /** Members of an unnamed struct or union type that is not flattened, since the member has a name. */
  readonly members?: readonly ApiMember[];
}
interface TypeLayout {
  /** Bytes. */
  readonly size: number;
  readonly align: number;
  readonly members: readonly ApiMember[];
}
type TypeKind = 'struct' | 'union' | 'enum';
interface ApiType extends Declared {
  readonly kind: TypeKind;
  /** Attributes of the type itself as written: packed, aligned(8); `[]` for nearly all. */
  readonly attributes: readonly string[];
  /** Of an enum: size and align of its type, no members. */
  readonly on: On<TypeLayout>;
}
interface ApiMacro extends Declared {
  /** Undefined for an object-like macro. */
  readonly parameters: readonly string[] | undefined;
  /** Replacement text without comments, on one line. */
  readonly body: string;
  /** The comment that stands on its line or directly above it, as written. */
  readonly comment: string | undefined;
  /** The struct in whose body it is defined: `struct vfio_region_info`, with the member it follows. */
  readonly inside:
    | {
        readonly type: string;
        readonly member: string | undefined;
      }
    | undefined;
  /** Where it is an integer constant expression, its value in C's type; not there where it is none by its form (text, a list, empty). */
  readonly on: On<bigint>;
}
interface ApiEnumerator extends Declared {
  /** `enum foo`; empty for an enum without a name. */
  readonly enum: string;
  /** Place among its siblings, from 0. */
  readonly index: number;
  readonly siblings: number;
  /** As written; undefined where the value follows from the one before. */
  readonly initialiser: string | undefined;
  readonly on: On<bigint>;
}
type Direction = 'none' | 'read' | 'write' | 'read-write';
interface Request$1 {
  /** What userspace passes to ioctl(2), 32 bits. */
  readonly value: bigint;
  readonly dir: Direction;
  /** The character's code. */
  readonly type: number;
  readonly nr: number;
  /** Bytes of the argument's type; 0 for _IO. */
  readonly size: number;
}
interface ApiIoctl extends Declared {
  /** Text of the third argument, a type as a rule: `struct kvm_regs`. */
  readonly argument: string | undefined;
  readonly on: On<Request$1>;
}
interface TypedefMeaning {
  /** As declared: `__u32`, `char *`, `struct lamp`; the typedef's own name for a struct without a tag. */
  readonly of: string;
  /** Undefined for a struct, union or enum, whose layout is that of the type, and for a function. */
  readonly shape?: Shape;
}
interface ApiTypedef extends Declared {
  readonly on: ReadonlyMap<TargetId, TypedefMeaning | Unknown>;
}
interface FunctionForm {
  /** Its result and the types of its parameters on one line: `__u32 (struct lamp *, int)`; a variable's type. */
  readonly signature: string;
  /** Its code as written, or the value of a variable, without comments; undefined where it is only declared. */
  readonly body: string | undefined;
}
interface ApiFunction extends Declared, FunctionForm {
  readonly variable?: true;
  /** Those that have it; `signature` and `body` are its form on the first. */
  readonly targets: readonly TargetId[];
  readonly on: ReadonlyMap<TargetId, FunctionForm>;
}
interface Unresolved {
  readonly header: string;
  readonly name: string;
  /** Why, one sentence. */
  readonly reason: string;
  readonly line: number;
  readonly targets: readonly TargetId[];
  /** Whether it is about all that stands behind the line, since an #error stands there. */
  readonly behind?: boolean;
}
interface ReachedError {
  /** `#error "include linux/lamp.h"`; with file and line where another header holds it. */
  readonly reason: string;
  /** The header that holds it, as installed. */
  readonly header: string;
  /** 1-based, in the header itself: of the #error, or of the #include that leads to it. */
  readonly line: number;
  /** The header's own text from that line on; undefined where nobody can read it. */
  readonly behind: string | undefined;
  readonly targets: readonly TargetId[];
}
interface EarlyUse {
  /** `__u32`, `LAMP_COLOURS`; `struct lamp` where its definition is needed. */
  readonly name: string;
  /** What uses it: `struct room`, `lamp_dim()`. */
  readonly by: string;
  readonly path: string;
  /** 1-based, of the use, or of the #include that leads to it. */
  readonly line: number;
  /** The header that the use stands in, where that is an included one. */
  readonly through?: string;
  /** The header that declares it, and the line in the first header: of the declaration, or of the #include. */
  readonly declared?: {
    readonly header: string;
    readonly line: number;
  };
  /** Whether the header includes something that nobody has, which may declare it. */
  readonly doubtful: boolean;
  readonly targets: readonly TargetId[];
}
interface EarlyQuestion {
  /** Words of the names that matter; all do where it is undefined. */
  readonly among?: ReadonlySet<string>;
  /** Names that are told also where nothing declares them. */
  readonly undeclared?: ReadonlySet<string>;
  /** Whether what stands in included headers is looked at too: in the order in which this header includes them. */
  readonly included: boolean;
}
interface ApiHeader {
  readonly name: string;
  readonly path: string;
  readonly text: string;
  readonly types: readonly ApiType[];
  readonly macros: readonly ApiMacro[];
  readonly enumerators: readonly ApiEnumerator[];
  readonly ioctls: readonly ApiIoctl[];
  readonly typedefs: readonly ApiTypedef[];
  readonly functions: readonly ApiFunction[];
  /** By macro, the names in it that mean nothing to who includes the header alone, on the first target that has the macro. */
  undeclared(): ReadonlyMap<string, readonly string[]>;
  /** Names that are used above what declares them. */
  early(question: EarlyQuestion): readonly EarlyUse[];
  /**
   * A type, or a function's signature, with all typedefs written out, as a target has it: `struct foo *` of `foo_t`. To
   * be compared; the type itself where the target has no such header.
   */
  resolved(type: string, target: TargetId): string;
  /** How a target lays out a struct or union that the header declares or includes; undefined where none is known. */
  layout(type: string, target: TargetId): TypeLayout | undefined;
  /** What an expression means at the header's end, on the targets where it is an integer constant or not known. */
  value(expression: string): On<bigint>;
  readonly unresolved: readonly Unresolved[];
  /** One for each place at which the header ends on some targets; `[]` for nearly all. */
  readonly errors: readonly ReachedError[];
  /** Installed names of what it includes itself, existing or not. */
  readonly includes: readonly string[];
  /** Names that it, or what it includes, includes and that the side has not. */
  readonly missing: readonly string[];
}
interface CxxProblem {
  /** A word of C++ as a name; anything else that is an error there. */
  readonly kind: 'keyword' | 'refused';
  /** `struct lamp.private`. */
  readonly symbol: string;
  /** 1-based, in the header. */
  readonly line: number;
  /** `private is a word of C++`, `a flexible array member in a union`. */
  readonly text: string;
}
interface CxxHeader {
  readonly problems: readonly CxxProblem[];
  /** Whether anything that it includes, at any depth, could be laid out otherwise than in C: by its text alone. */
  readonly mayMove: boolean;
  /** Where its structs and unions have their members there, by name; those that are known. */
  readonly layouts: ReadonlyMap<string, CxxLayout>;
}
interface CxxLayout {
  readonly size: number;
  readonly offsets: ReadonlyMap<string, number>;
  /** Whether it ends in a flexible array, `[]`. */
  readonly open: boolean;
  /** What the first target lays out in C, where that is known: by one reading, without a second opinion. */
  readonly plain?: {
    readonly size: number;
    readonly offsets: ReadonlyMap<string, number>;
  };
}
interface Api {
  readonly headers: HeaderSet;
  readonly targets: readonly Target[];
  /** Undefined where no target has it. */
  header(name: string): ApiHeader | undefined;
  /** A header as if on some targets nothing stood behind the #error that it ends at. Read anew each time. */
  upToError(name: string, targets: ReadonlySet<TargetId>): ApiHeader | undefined;
  /** A text that includes headers, as one of them. Read anew each time. */
  program(text: string): ApiHeader;
  /** Read anew each time that it is asked for; undefined where no first target has it, or it cannot be read. */
  cxx(name: string): CxxHeader | undefined;
  /** A type as the given header sees it: its own, else that of what it includes. */
  type(name: string, from: string): ApiType | undefined;
}
interface Pair<T> {
  readonly name: string;
  readonly header: string;
  readonly before: T | undefined;
  readonly after: T | undefined;
}
interface HeaderPair extends Pair<ApiHeader> {
  readonly textChanged: boolean;
}
interface TypePair extends Pair<ApiType> {
  /**
   * Where the declaration itself is the same on both sides: the types, typedefs and macros in it that differ.
   * `struct vfio_bitmap`, `VFIO_NAME_MAX`.
   */
  readonly inheritedFrom?: readonly string[];
}
interface Comparison {
  readonly targets: readonly Target[];
  readonly before: Api;
  readonly after: Api;
  /** Names of the headers whose text differs on some target. */
  readonly texts: ReadonlySet<string>;
  /** Those of them that differ in more than comments and white space. */
  readonly code: ReadonlySet<string>;
  /** Names of the headers that may differ, by their texts and what they include: nothing is evaluated for it. */
  readonly reach: ReadonlySet<string>;
  /** Whether a header is one of them. */
  reaches(name: string): boolean;
  readonly headers: readonly HeaderPair[];
  readonly types: readonly TypePair[];
  readonly macros: readonly Pair<ApiMacro>[];
  readonly enumerators: readonly Pair<ApiEnumerator>[];
  readonly ioctls: readonly Pair<ApiIoctl>[];
  /** Of headers whose own code differs; what a name in it means elsewhere is that name's difference. */
  readonly typedefs: readonly Pair<ApiTypedef>[];
  readonly functions: readonly Pair<ApiFunction>[];
  /** Could not be told to be equal: on either side undetermined, and its text or what it uses differs. */
  readonly unresolved: readonly Pair<Unresolved>[];
}
type Category =
  | 'lay'
  | 'enm'
  | 'dec'
  | 'cxx'
  | 'num'
  | 'mac'
  | 'ioc'
  | 'new'
  | 'hnd'
  | 'lck'
  | 'vfio'
  | 'beh'
  | 'tre'
  | 'message'
  | 'series'
  | 'patch'
  | 'review'
  | 'own';
type Need =
  | 'uapi'
  | 'drivers'
  | 'tree'
  | 'mails'
  | 'sending'
  | 'whole'
  | 'patches'
  | 'elsewhere'
  | 'newer'
  | 'origins';
/** What a rule looks at: a tree before and after a series, and the series itself. */
export interface Subject {
  /** For messages: `region-flag on debian-6.1`. */
  readonly name: string;
  /** Drivers, documentation, everything that is not read through `uapi`. */
  readonly before: Sources;
  readonly after: Sources;
  /** The userspace API of both sides; undefined where no header is at hand. */
  readonly uapi: Comparison | undefined;
  /** What `before` and `after` hold, and why they do not hold the rest: `drivers`: 'two files of headers have no drivers'. */
  readonly lacks: Readonly<Partial<Record<Need, string>>>;
  /** What of a side was not read though it differs, or may; undefined where all was. */
  readonly unread?: readonly Unread[];
  /** Texts before and after of each patch; empty where only two trees are compared. */
  readonly patches: readonly Patch[];
  /** The mails as they would be sent; empty where only two trees are compared. */
  readonly mails: readonly Mail[];
  /** Of the tree below the patches; undefined where nobody looked. */
  readonly elsewhere?: Elsewhere;
  /** The newest kernel that is known; it may be the tree itself. Undefined where nobody looked, or none is known. */
  readonly newer?: NewerApi;
  /** What a kept run saw of these very patches; undefined where there is none. */
  readonly run?: RunSeen;
  /** Message ids of the mails that proposed this design; undefined where nobody says. */
  readonly origins?: readonly string[];
}
interface Mentioning {
  readonly path: string;
  readonly name: string;
  /** 1-based, of its head. */
  readonly line: number;
  /** From the head to the last brace, comments blanked. */
  readonly text: string;
}
interface CallShape {
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  /** Fewest and most arguments; undefined where any number may follow. */
  readonly least: number;
  readonly most: number | undefined;
}
interface CalledName {
  /** A file of C has the name with a parenthesis behind it. */
  readonly known: boolean;
  /** What headers declare; undefined where some of them cannot be told, or are too many. */
  readonly shapes: readonly CallShape[] | undefined;
  /** Of a name that no file has: another tree at hand that has it, and where it declares it; without a place where too many files call it there. */
  readonly other?: {
    readonly spec: string;
    readonly shape?: CallShape;
  };
}
interface Elsewhere {
  /** What the tree without the patches has of a name that they call; undefined where nobody looked, or can tell. */
  called?(name: string): CalledName | undefined;
  /** Files of C that mention it, tests of the tree included; undefined where they are too many, or nobody looked. */
  files(word: string): readonly string[] | undefined;
  /** Functions that mention it; undefined as above. */
  functions(word: string): readonly Mentioning[] | undefined;
}
interface NewerApi {
  /** For messages: `debian:7.2`. */
  readonly spec: string;
  readonly api: Api;
}
interface RunSeen {
  /** Name of the run. */
  readonly name: string;
  /** Tests and programs of today's userspace that the design fails and the tree as it is does not. */
  readonly broken: readonly string[];
  /** How many were tried on both. */
  readonly tried: number;
}
interface Unread {
  /** Path, for the place of a finding. */
  readonly file: string;
  /** `the headers of loongarch64`, `drivers/net/tun.c`. */
  readonly what: string;
  /** Why, one clause. */
  readonly reason: string;
}
/** One side of a subject, for rules that judge a state: what the base has already is counted and not shown. */
export interface Side {
  readonly api: Api;
  readonly sources: Sources;
  /** In a comparison the old side's API: what it has already is not new. */
  readonly base?: Api;
  /** Installed names of the headers to look at: those that differ, or all of a clean tree. */
  readonly headers: readonly string[];
  /**
   * What a comparison can have changed of what drivers do: the headers that may differ, and whether any driver does.
   * Undefined where a clean tree is looked at.
   */
  readonly reach?: DriverReach;
  /**
   * Whether a symbol of a header is among what differs, in a comparison: the others have no new findings, and to
   * evaluate them costs more than all else. Types by their names, ioctls as `ioctl NAME`, any at all as the empty
   * name. Undefined where a clean tree is looked at.
   */
  differs?(header: string, symbol: string): boolean;
}
interface DriverReach {
  /** Headers whose text differs. */
  readonly texts: ReadonlySet<string>;
  readonly headers: Pick<ReadonlySet<string>, 'has'>;
  readonly drivers: boolean;
}
/** A finding before the engine adds whose it is. */
export interface Found
  extends Omit<Finding, 'rule' | 'severity' | 'effect' | 'fingerprint'>,
    Partial<Pick<Finding, 'severity' | 'effect'>> {
  /** Tells two findings of one rule on one symbol apart, for the fingerprint: a member, a value. Never a line. */
  readonly key?: string;
}
/** A check with an id: metadata and a pure function. */
export interface Rule {
  /** Stable, family first: `lay-member-moved`; the same as the folder's name and the page in docs/rules. */
  readonly id: string;
  /** Of its worst finding. */
  readonly severity: Severity;
  /** Of its worst finding; undefined for rules about mails. */
  readonly effect?: Effect;
  readonly category: Category;
  readonly needs: readonly Need[];
  /**
   * It asks nothing of what differs between the two UAPIs: the drivers and the two sides as such are enough. Such rules
   * run beside the comparison, in a thread of their own.
   */
  readonly apart?: true;
  /** Types of checkpatch.pl that say the same of a line; what both find is told once, by the rule. */
  readonly checkpatch?: readonly string[];
  /** What it finds, one sentence. */
  readonly title: string;
  /** Why it matters, one or two sentences. */
  readonly why: string;
  /** Where it is written: a kernel document with its section, or a commit. */
  readonly reference: string;
  /** What to do about a finding, an imperative sentence. */
  readonly todo: string;
  /** Judges a change. */
  compare?(subject: Subject): Found[];
  /**
   * Judges a state; run on both sides, and what the side before has by fingerprint is not shown.
   *
   * @param among symbols of what was found on the other side: what is found here of any other is not looked at, so that a
   * rule whose findings have symbols other than functions' may leave it out
   */
  lint?(side: Side, among?: ReadonlySet<string>): Found[];
}
/** A made-up change, small enough to be read on a rule's page. */
export interface Sample {
  /** What it shows: `a number in use on a device descriptor`. */
  readonly name: string;
  /** By path in the tree. Headers may include linux/types.h, linux/ioctl.h and linux/stddef.h of the prelude. */
  readonly before?: Readonly<Record<string, string>>;
  readonly after?: Readonly<Record<string, string>>;
  /** As of a subject. */
  readonly unread?: Subject['unread'];
  /** By file name. */
  readonly mails?: Readonly<Record<string, string>>;
  /** The patches that lead from `before` to `after`; see `posted`. */
  readonly patches?: readonly Patch[];
  /** Other files of the tree, which nobody changes. */
  readonly rest?: Readonly<Record<string, string>>;
  /** Headers of a newer kernel. */
  readonly newer?: Readonly<Record<string, string>>;
  readonly run?: Subject['run'];
  readonly origins?: readonly string[];
}
interface LetterParts {
  readonly from?: string;
  /** More headers, a line each. */
  readonly headers?: string;
  /** Whether the author has signed off; otherwise the body says who did. */
  readonly signed?: boolean;
  /** What stands between `---` and the diffstat. */
  readonly below?: string;
  readonly diff?: string;
}
/** A mail as git format-patch writes it, with just what the rules read. */
export declare function letter(
  subject: string,
  body: string,
  { from, headers, signed, below, diff }?: LetterParts,
): string;
/** A cover letter. */
export declare function cover(subject: string, body: string, headers?: string): string;
/** The diff of one file from the lines of one hunk, each with its sign in front. */
export declare function diffOf(path: string, ...hunks: readonly (readonly string[])[]): string;
declare const MachineShape: z.ZodObject<
  {
    id: z.ZodString;
    title: z.ZodString;
    architecture: z.ZodEnum<{
      x86_64: 'x86_64';
      aarch64: 'aarch64';
      ppc64le: 'ppc64le';
    }>;
    qemu: z.ZodObject<
      {
        binary: z.ZodString;
        package: z.ZodString;
      },
      z.core.$strict
    >;
    pageSize: z.ZodUnion<readonly [z.ZodLiteral<4096>, z.ZodLiteral<65536>]>;
    traits: z.ZodDefault<z.ZodRecord<z.ZodString, z.ZodUnion<readonly [z.ZodString, z.ZodBoolean]>>>;
    accelerators: z.ZodObject<
      {
        tcg: z.ZodArray<z.ZodString>;
        kvm: z.ZodOptional<z.ZodArray<z.ZodString>>;
      },
      z.core.$strict
    >;
    base: z.ZodArray<z.ZodString>;
    cpus: z.ZodDefault<z.ZodNumber>;
    bus: z.ZodDefault<z.ZodString>;
    results: z.ZodObject<
      {
        tty: z.ZodString;
        device: z.ZodOptional<z.ZodString>;
      },
      z.core.$strict
    >;
    answers: z.ZodOptional<
      z.ZodObject<
        {
          tty: z.ZodString;
          device: z.ZodString;
        },
        z.core.$strict
      >
    >;
    media: z.ZodOptional<
      z.ZodRecord<
        z.ZodString,
        z.ZodObject<
          {
            bytes: z.ZodNumber;
          },
          z.core.$strict
        >
      >
    >;
    kernelArguments: z.ZodArray<z.ZodString>;
    parameters: z.ZodDefault<
      z.ZodArray<
        z.ZodObject<
          {
            module: z.ZodString;
            options: z.ZodString;
          },
          z.core.$strict
        >
      >
    >;
    devices: z.ZodDefault<
      z.ZodArray<
        z.ZodObject<
          {
            role: z.ZodString;
            device: z.ZodString;
            address: z.ZodOptional<z.ZodString>;
            guest: z.ZodOptional<
              z.ZodObject<
                {
                  bus: z.ZodString;
                  name: z.ZodString;
                },
                z.core.$strict
              >
            >;
            backend: z.ZodDefault<z.ZodArray<z.ZodString>>;
            port: z.ZodDefault<z.ZodBoolean>;
            asks: z.ZodOptional<
              z.ZodArray<
                z.ZodEnum<{
                  link: 'link';
                  plug: 'plug';
                  media: 'media';
                }>
              >
            >;
            since: z.ZodOptional<z.ZodString>;
          },
          z.core.$strict
        >
      >
    >;
    kernel: z.ZodObject<
      {
        prebuilt: z.ZodOptional<z.ZodArray<z.ZodString>>;
        source: z.ZodOptional<z.ZodArray<z.ZodString>>;
      },
      z.core.$strict
    >;
    configs: z.ZodArray<z.ZodString>;
  },
  z.core.$strict
>;
/** What a file of a machine exports by default. */
export type MachineFile = z.input<typeof MachineShape>;
type Devices = NonNullable<MachineFile['devices']>;
/** A table in every place that QEMU's devices have one, and two controls: many a machine has them all. */
export declare const DEVICES: Devices;
/** One that could have virtual functions, on machines whose root bus is PCI Express. */
export declare const WITH_FUNCTIONS: Devices;
/** One that may be unplugged, on machines whose root bus has PCIe ports. */
export declare const UNPLUGGABLE: Devices;
/** What every guest's kernel is told; the console's name comes with the machine. */
export declare const KERNEL_ARGUMENTS: readonly string[];
/**
 * A q35 PC; its IOMMU and what follows from it are the caller's.
 *
 * @param iommu QEMU's -device for it; none without
 * @param machine further properties of -machine
 */
export declare function pc(
  iommu?: string,
  machine?: string,
): {
  architecture: 'x86_64';
  qemu: {
    binary: string;
    package: string;
  };
  pageSize: 4096;
  accelerators: {
    tcg: string[];
    kvm: string[];
  };
  base: string[];
  results: {
    tty: string;
  };
  kernelArguments: string[];
  devices: {
    role: string;
    device: string;
    address?: string | undefined;
    guest?:
      | {
          bus: string;
          name: string;
        }
      | undefined;
    backend?: string[] | undefined;
    port?: boolean | undefined;
    asks?: ('link' | 'plug' | 'media')[] | undefined;
    since?: string | undefined;
  }[];
  configs: string[];
};
/** arm64's virt machine with an SMMUv3, and a GICv3 whose ITS tells the devices' interrupts apart. */
export declare function virt(): {
  architecture: 'aarch64';
  qemu: {
    binary: string;
    package: string;
  };
  traits: {
    isolatesMsi: true;
    foreignMsi: string;
    iommu: string;
  };
  accelerators: {
    tcg: string[];
    kvm: string[];
  };
  base: string[];
  results: {
    tty: string;
    device: string;
  };
  kernelArguments: string[];
  devices: {
    role: string;
    device: string;
    address?: string | undefined;
    guest?:
      | {
          bus: string;
          name: string;
        }
      | undefined;
    backend?: string[] | undefined;
    port?: boolean | undefined;
    asks?: ('link' | 'plug' | 'media')[] | undefined;
    since?: string | undefined;
  }[];
  configs: string[];
};
type Captures = Readonly<Record<string, SyntaxNode>>;
/** A structural description of one edit site. It must match exactly once. */
export interface Anchor {
  /** Short and stable: `A5m`; appears in provenance blocks. */
  readonly id: string;
  /** For people: `the refusal of mmaps that overlap the MSI-X table`. */
  readonly words: string;
  /**
   * A tree-sitter query that captures the site as `@site`. In tree-sitter 0.22 predicates must stand inside
   * the outer parentheses of the pattern, or they are ignored.
   */
  readonly query: string;
  /** What the query language cannot say, over text that is free of comments and spacing. */
  readonly where?: (text: (capture: string) => string, captures: Captures, file: SourceFile) => boolean;
  /** Code that the site resembles, to rank candidates by when nothing matches. */
  readonly like: string;
}
/** One place in one file that an anchor describes. */
export interface Site {
  readonly anchor: Anchor;
  readonly file: SourceFile;
  readonly node: SyntaxNode;
  readonly captures: Captures;
}
/** Every match, in the order of the file. A node that several patterns capture as `@site` counts once. */
export declare function matches(file: SourceFile, anchor: Anchor, within?: SyntaxNode): Site[];
/**
 * The one place that the anchor describes.
 *
 * @param within limits the search, usually to a function found by another anchor
 * @throws AnchorMissing, AnchorAmbiguous, AnchorBroken
 */
export declare function locate(file: SourceFile, anchor: Anchor, within?: SyntaxNode): Site;
/**
 * Like `locate`, but undefined where nothing matches: for parts that only some trees have.
 *
 * @throws AnchorAmbiguous, AnchorBroken
 */
export declare function locateOptional(
  file: SourceFile,
  anchor: Anchor,
  within?: SyntaxNode,
): Site | undefined;
/** Functions, structs, defines, comments. */
export type TopLevel = string;
/** Statements and declarations of a function's body. */
export type Statements = string;
/** Members of a struct. */
export type Members = string;
/** One term of a condition, or any other expression. */
export type Expression = string;
/** A condition with its parentheses. */
export type Condition = string;
/** Labels of a switch with their statements. */
export type Cases = string;
/** ` else …`, behind the closing brace of an if. */
export type ElseBranch = string;
/** A statement up to and with its opening brace: `if (a && b) {`. */
export type Head = string;
/**
 * A program of its own, or a part of one. kpw lint does not parse it: no grammar knows the macros of a test harness, and
 * a test compiles it by the tree's own Makefile.
 */
export type Program = string;
/** 1-based line of an offset. */
export declare function lineOf(text: string, offset: number): number;
/** Offset of the first character of the line that holds `offset`. */
export declare function lineStart(text: string, offset: number): number;
/** Offset just behind the newline of the line that holds `offset`. */
export declare function lineEnd(text: string, offset: number): number;
/** The white space before the first word of the line that holds `offset`. */
export declare function indentOf(text: string, offset: number): string;
/** Code on one line: comments gone, white space folded, none beside punctuation. For comparison, never for output. */
export declare function normalise(code: string): string;
interface Macro {
  readonly name: string;
  /** Replacement text without comments, on one line; empty for a flag-like define. */
  readonly body: string;
  readonly line: number;
  readonly node: SyntaxNode;
}
/** All object-like macros of a file, in order; a name may appear again where conditionals define it twice. */
export declare function macros(file: SourceFile): Macro[];
/** Value of every macro of the file that is an integer constant by the file's own macros. */
export declare function macroValues(file: SourceFile): Map<string, bigint>;
type Header = `<${string}>` | `"${string}"`;
/**
 * A header is included, at its place where those of its folder are in order, and behind the last of them where they are
 * not; behind all includes where there is none of its folder. A file that has it already stays as it is. Includes inside
 * of conditional groups are left alone.
 */
export declare function gainsInclude(file: SourceFile, header: Header): Edit[];
/** Documentation/kbuild/kconfig-language.rst. */
export interface KconfigSymbol {
  /** Without CONFIG_. */
  readonly name: string;
  readonly type: 'bool' | 'tristate';
  /** What menuconfig shows; nobody is asked where there is none. */
  readonly prompt?: string;
  readonly depends?: string;
  readonly selects?: readonly string[];
  readonly default?: string;
  /** Plain text, in paragraphs. */
  readonly help: string;
}
/**
 * A Kconfig file gains a symbol, behind the entry of another one.
 *
 * @param behind the other one, without CONFIG_
 * @throws AnchorMissing where the file does not define it, with the symbols that it does; AllocationTaken where it has the
 *   new one already
 */
export declare function gainsSymbol(file: SourceFile, behind: string, symbol: KconfigSymbol): Edit[];
/** A parameter of a module: include/linux/moduleparam.h. */
export interface ModuleParameter {
  /** Of the parameter and of the variable. */
  readonly name: string;
  readonly type: 'bool' | 'int' | 'uint' | 'ulong' | 'charp';
  /** What it is where nobody gives one: `true`; zero where it is left out. */
  readonly initial?: string;
  /** Mode of its file in /sys/module, in octal: `0444`. `0` makes none. */
  readonly mode: '0' | '0444' | '0644' | '0600' | '0400';
  /** What modinfo says of it. */
  readonly description: string;
}
/**
 * A module gains a parameter: behind those that the file has, else before its first function. A file that includes neither
 * linux/module.h nor linux/moduleparam.h gets the latter.
 *
 * @throws AllocationTaken where the file has something of that name; AnchorMissing where it has no function
 */
export declare function gainsParameter(file: SourceFile, parameter: ModuleParameter): Edit[];
/** A function that several files of a driver call. */
export interface SharedHelper {
  readonly name: string;
  /** Whole, without `static`, with its comment: it ends in a line with its closing brace. */
  readonly code: TopLevel;
  /** As the header has it: `bool lamp_is_dim(struct lamp *lamp);` */
  readonly prototype: TopLevel;
  /** The file that gets it, and the function that it stands before. */
  readonly file: SourceFile;
  readonly before: string;
  /** The header that all callers include. */
  readonly header: SourceFile;
  /** Callers are other modules: it is exported to them, by EXPORT_SYMBOL_GPL(). */
  readonly exported?: boolean;
}
/**
 * A function that more than one file calls: defined once, declared in the driver's header behind the last prototype there,
 * and exported where its callers are other modules. A `static` one would not be seen by them.
 *
 * @throws AllocationTaken where either file has something of that name; AnchorMissing, AnchorAmbiguous, AnchorBroken;
 *   AnchorMissing where the code is static, or the header declares no function and has no include guard
 */
export declare function gainsSharedHelper(helper: SharedHelper): Edit[];
/** Whole lines of one file: what an edit puts text before, behind, or in the place of. */
export interface Run {
  readonly file: SourceFile;
  /** Offset of the first line's first byte. */
  readonly start: number;
  /** Offset behind the last line's end. */
  readonly end: number;
  /** The first of the nodes that it is made of; undefined where lines were found as text. */
  readonly node: SyntaxNode | undefined;
  /** For provenance: the function or file that it is in, without blanks. */
  readonly anchor: string;
  /** For messages: `"res = -ENXIO;" in floppy_open()`. */
  readonly words: string;
}
/** One description on the way from a file to a place in it. */
export interface Step {
  /** For people: `floppy_open()`, `"res = -ENXIO;"`. */
  readonly words: string;
  /** What a provenance block calls places in it by: the name of a function or struct. */
  readonly named?: string;
  /**
   * Its lines, which are there exactly once.
   *
   * @param within where to look; undefined for the whole file
   * @throws AnchorMissing, AnchorAmbiguous, AnchorBroken
   */
  in(file: SourceFile, within: Run | undefined, said: Pick<Run, 'anchor' | 'words'>): Run;
}
/**
 * The place that descriptions lead to, each within what the one before it found.
 *
 * @throws AnchorMissing, AnchorAmbiguous, AnchorBroken
 */
export declare function find(where: SourceFile | Run, ...steps: readonly Step[]): Run;
/** With the comments that stand directly above, without an empty line between. */
export declare function withComment(run: Run): Run;
/** The comments alone that stand directly above. */
export declare function commentAbove(run: Run): Run;
/** With the empty line above, where there is one. */
export declare function withBlankAbove(run: Run): Run;
/** With the empty line below, where there is one. */
export declare function withBlankBelow(run: Run): Run;
/** Statements and declarations of a function, one or several beside each other, whatever their spacing and comments. */
export declare const statements: (code: Statements) => Step;
/** Functions, declarations and directives at file level. */
export declare const topLevel: (code: TopLevel) => Step;
/** Members of a struct or union. */
export declare const members: (code: Members) => Step;
/** Constants of an enum. */
export declare const constants: (code: string) => Step;
/** What an initialiser lists. */
export declare const entries: (code: string) => Step;
/** Cases of a switch, each with its statements. */
export declare const cases: (code: Cases) => Step;
/** Text in front of what was found. */
export declare function insertBefore(run: Run, text: string, purpose: string): Edit;
/** Text behind what was found. */
export declare function insertBehind(run: Run, text: string, purpose: string): Edit;
/** Text as the first of what a function, a statement, a struct or a conditional group holds. */
export declare function insertFirst(run: Run, text: string, purpose: string): Edit;
/** Text as the last of it: before the line of its closing brace, or of its #endif. */
export declare function insertLast(run: Run, text: string, purpose: string): Edit;
/** Text in place of what was found; none takes it away. */
export declare function replace(run: Run, text: string, purpose: string): Edit;
/** What was found goes. */
export declare function remove(run: Run, purpose: string): Edit;
/** Another condition, with its parentheses, for a statement that was found by its head. */
export declare function replaceCondition(run: Run, text: Condition, purpose: string): Edit;
/** Another head for a function or a statement: all from its first word to where its body begins. */
export declare function replaceHead(run: Run, text: string, purpose: string): Edit;
/** ` else …` directly behind the closing brace of an `if`; an else that is there follows. */
export declare function insertElse(run: Run, text: ElseBranch, purpose: string): Edit;
/** A file with edits made as text: for C that tree-sitter does not read, where nothing can be parsed to see what became. */
export declare function rewritten(
  { path, text }: SourceFile,
  edits: readonly Edit[],
): [path: string, text: string];
/**
 * A statement, or a conditional group of the preprocessor, by what stands before its body: `headed('if (!dev)')`,
 * `headed('case 1:')`, `headed('out:')`, `headed('#ifdef CONFIG_PCI')`. What the body says does not matter.
 */
export declare function headed(code: string): Step;
/**
 * Lines as text, with their blanks folded: for files that are no C, and for C that tree-sitter does not read. Empty
 * lines do not count.
 */
export declare function textLines(text: string): Step;
/** The definition of a function. */
export declare function functionNamed(name: string): Step;
/** A struct with its members. */
export declare const structNamed: (name: string) => Step;
/** A union with its members. */
export declare const unionNamed: (name: string) => Step;
/** An enum with its constants. */
export declare const enumNamed: (name: string) => Step;
/** A `#define`, with parameters or without. */
export declare function macroNamed(name: string): Step;
/** The declaration of a variable, with its initialiser; of a function, its prototype. */
export declare function declarationOf(name: string): Step;
/** A `typedef`. */
export declare function typeNamed(name: string): Step;
/** A member of a struct or union. */
export declare function memberNamed(name: string): Step;
/** A constant of an enum. */
export declare function constantNamed(name: string): Step;
/** What an initialiser gives to a member: `entryFor('.open')`, `entryFor('[2]')`. */
export declare function entryFor(designator: string): Step;
/** One of several alike that an initialiser lists, by an entry that tells it from the others: `.name = "lamp"`. */
export declare function listedWith(entry: string): Step;
/** An `#include`, as it is written: `includeOf('<linux/fs.h>')`. */
export declare function includeOf(path: string): Step;
/** The comments directly above what is defined under a name: its explanation. */
export declare function commentOn(name: string): Step;
type NumberKind = 'ioctl' | 'bit' | 'id';
interface PostedNumber {
  readonly kind: NumberKind;
  /** Of the macro that gets it. */
  readonly name: string;
  /** What the names begin with that have numbers of the same space: `VFIO_DEVICE_`. */
  readonly family: string;
  readonly number: number;
}
/**
 * The number that was posted where no name of the family has it, else the first above all of theirs: a name has one number,
 * and one that is taken here is somebody else's.
 *
 * @throws AllocationTaken where the header has the name already
 */
export declare function freeNumber(file: SourceFile, { kind, name, family, number }: PostedNumber): number;
/** A number as C writes it in hexadecimal, with so many digits at least. */
export declare function hex(number: number, digits: number): string;
/**
 * `before` + items joined by `separator` + `after`; broken after separators, aligned to the parenthesis that
 * ends `before`, where one line would be too wide.
 */
export declare function wrap(
  before: string,
  items: readonly string[],
  separator: string,
  after: string,
): string;
/** `if (a && b) {`, wrapped. */
export declare function ifHead(indent: string, terms: readonly string[], tail?: string): string;
/** The head of a function definition up to its opening brace, wrapped. */
export declare function functionHead(returnsAndName: string, parameters: readonly string[]): string;
/** Prefixes every line that is not empty. */
export declare function indent(code: string, by: string): string;
/** A folder or a revision that is readable and is not kernel source. */
export declare class TreeUnsuitable extends Failure {
  readonly code = 'TREE_UNSUITABLE';
}
/** What a file of rules/ exports by default: a rule, and made-up changes that it is held to. */
export interface OwnRule extends Omit<Rule, 'category' | 'apart'> {
  readonly samples: {
    /** It finds something in each. */
    readonly bad: readonly Sample[];
    /** It finds nothing in these, or what is worth a note. */
    readonly good: readonly Sample[];
  };
}
/**
 * A file that a patch edits.
 *
 * @throws TreeUnsuitable where the tree has none, or the topic does not read it
 */
export declare function fileAt(sources: Sources, path: string): SourceFile;
/**
 * A file that a patch adds.
 *
 * @throws TreeUnsuitable where the tree has it
 */
export declare function newFile(sources: Sources, path: string, text: string): [path: string, text: string];
/**
 * A subsystem of the workbench's own, for a topic that stands on it.
 *
 * @throws UnknownName with the nearest names
 */
export declare function subsystem(id: string): Subsystem;

export { Answer as PageAnswer, Parameters$1 as Parameters, SyntaxNode };

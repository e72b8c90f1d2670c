// SPDX-License-Identifier: GPL-2.0-only
import type { Edit } from '../c/edit.ts';
import type { SourceFile } from '../c/parse.ts';
import type { Message } from '../mail/message.ts';
import type { Subsystem } from '../subsystem.ts';
import type { CellView } from './cell-view.ts';
import type { TopicPage } from './topic-page.ts';

/** The files of a tree that a topic reads, parsed on demand. */
export interface Sources {
  /** Tree and, after patches, what was applied: for messages. */
  readonly origin: string;
  /** Paths at hand, sorted. */
  readonly paths: readonly string[];
  /** Undefined where the tree has no such file. */
  get(path: string): SourceFile | undefined;
}

/** A value of a variant's parameter, as `--set name=value` gives it. */
export type ParameterValue = boolean | number | string;
export type Parameters = Readonly<Record<string, ParameterValue>>;

/**
 * Values of parameters of modules, as insmod takes them: `{ allow_msix_mmap: true }`, `{ 'vfio_pci.ids': '10de:13c2' }`. The
 * module is named where several of a cell's have such a parameter.
 */
export type ModuleValues = Readonly<Record<string, ParameterValue>>;

/** A design whose modules are loaded with other values of their parameters than their defaults. */
interface Load<Contract> {
  readonly with: ModuleValues;
  /** What it promises then. */
  readonly contract: Contract;
}

/** One knob of a variant. */
export interface ParameterSpec {
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

/**
 * Where a design's patches are: a file or a folder (`new URL('./form.mbox', import.meta.url)`), or mails that were read
 * already.
 */
export type PostedSource = URL | { readonly name: string; readonly messages: readonly Message[] };

/** One answer to a topic's question, as edits. */
export interface Variant<Layout, Contract> extends Answer<Layout, Contract> {
  patches(layout: Layout, parameters: Parameters): PatchTemplate<Layout>[];
  readonly posted?: undefined;
}

/** One answer to a topic's question, as patches that somebody posted. */
export interface PostedVariant<Layout, Contract> extends Answer<Layout, Contract> {
  readonly patches?: undefined;
  /**
   * One series in as many forms as trees have shapes; the first that applies to a tree whole and without fuzz is taken. A
   * form is an mbox, a mail, a diff or a folder of patches.
   */
  readonly posted: readonly PostedSource[];
}

/** What every variant has, made of edits or of patches. */
interface Answer<Layout, Contract> {
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
  contract(layout: Layout, parameters: Parameters): Contract;
  /**
   * Further ways to load its modules, where it adds a parameter to one: each is a cell of its own, `id[parameter=value]`,
   * beside the one in which no parameter is given, whose promise `contract` is.
   */
  loads?(layout: Layout, parameters: Parameters): readonly Load<Contract>[];
  /** Macros by which a program that knows the variant calls it, for the test built on its own header. */
  client?(parameters: Parameters): Readonly<Record<string, string>>;
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
    variant: Answer<Layout, Contract>,
    parameters: Parameters,
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

// biome-ignore lint/suspicious/noExplicitAny: a registry holds topics of unrelated layouts and contracts
export type AnyTopic = Topic<any, any>;

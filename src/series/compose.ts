// SPDX-License-Identifier: GPL-2.0-only
import { apply, type Edit } from '../c/edit.ts';
import { lineOf } from '../c/lines.ts';
import type { Authorship } from './authorship.ts';
import { TreeUnsuitable } from './errors.ts';
import type { Snapshot } from './sources.ts';
import type { AnyTopic, Parameters, PatchTemplate, PostedVariant, Variant } from './topic.ts';

/** Where an anchor was found, in the file as it was before the patch. */
export interface AnchorUse {
  readonly anchor: string;
  readonly path: string;
  readonly line: number;
  readonly purpose: string;
}

/** One patch of a series, made: texts before and after of just the files that it changes. */
export interface Patch {
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

/** What of a mail is kept when its patch is made a commit again. */
interface PostedPatch {
  /** The whole commit message, not wrapped anew. */
  readonly message: string;
  /** Undefined where the mail does not say who wrote it, and when. */
  readonly by?: Authorship;
  /** Where it came from: `5.10.mbox, sha256 0123456789abcdef`. */
  readonly from: string;
}

/** A tree with some patches of a topic applied. */
export interface Composition {
  readonly pristine: Snapshot;
  readonly edited: Snapshot;
  readonly patches: readonly Patch[];
  /** Of the edited tree. */
  // biome-ignore lint/suspicious/noExplicitAny: a layout is the topic's own affair
  readonly layout: any;
}

// biome-ignore lint/suspicious/noExplicitAny: as above
type AnyPatchTemplate = PatchTemplate<any>;
// biome-ignore lint/suspicious/noExplicitAny: as above
export type AnyVariant = Variant<any, any> | PostedVariant<any, any>;

/** The tree as it is; what every composition of it starts from. */
export function baseline(topic: AnyTopic, pristine: Snapshot): Composition {
  return composed(topic, pristine, pristine, []);
}

/** The tree with the topic's prerequisite; the baseline itself where the tree's own text has it. */
export function withPrerequisite(topic: AnyTopic, base: Composition): Composition {
  return extend(topic, base, topic.prerequisite(base.layout), 'prerequisite', 'with the prerequisite');
}

/** @param base a composition that has the prerequisite */
export function withVariant(
  topic: AnyTopic,
  base: Composition,
  variant: AnyVariant,
  parameters: Parameters,
  { selftest = true } = {},
): Composition {
  const templates = variant.patches?.(base.layout, parameters) ?? [];
  const made = extend(topic, base, templates, 'variant', `with ${variant.id}`);
  if (!selftest || !topic.selftest) return made;
  const contract = variant.contract(base.layout, parameters);
  const test = topic.selftest(made.layout, variant, parameters, contract);
  return test ? extend(topic, made, [test], 'variant', `with ${variant.id}`, true) : made;
}

/** The composition with patches that are made already, one after another. */
export function withPatches(
  topic: AnyTopic,
  base: Composition,
  patches: readonly Patch[],
  suffix: string,
): Composition {
  let { edited } = base;
  for (const { after } of patches) edited = edited.withTexts(after, `${base.pristine.origin} ${suffix}`);
  return composed(topic, base.pristine, edited, [...base.patches, ...patches]);
}

function extend(
  topic: AnyTopic,
  base: Composition,
  templates: readonly AnyPatchTemplate[],
  role: Patch['role'],
  suffix: string,
  selftest = false,
): Composition {
  let composition = base;
  for (const template of templates) {
    const { changed, patch: made } = make(composition, template, role);
    const patch: Patch = selftest ? { ...made, selftest } : made;
    const edited = composition.edited.withTexts(changed, `${base.pristine.origin} ${suffix}`);
    const patches = [...composition.patches, patch];
    composition = composed(topic, base.pristine, edited, patches);
  }
  return composition;
}

/** The layout is found when somebody asks for it: of a variant's result, mails do not. */
function composed(
  topic: AnyTopic,
  pristine: Snapshot,
  edited: Snapshot,
  patches: readonly Patch[],
): Composition {
  let layout: { found: unknown } | undefined;
  return {
    pristine,
    edited,
    patches,
    get layout() {
      layout ??= { found: topic.layout(edited) };
      return layout.found;
    },
  };
}

function make(composition: Composition, template: AnyPatchTemplate, role: Patch['role']) {
  const edits = byPath(template.edits(composition.layout, composition.edited));
  const before = new Map<string, string>();
  const changed = new Map<string, string>();
  const anchors: AnchorUse[] = [];
  for (const [path, group] of [...edits].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const file = composition.edited.get(path);
    if (!file) throw missingFile(composition, path, template);
    before.set(path, file.text);
    changed.set(path, apply(file, group).text);
    anchors.push(...group.map((edit) => use(edit, file.text)));
  }
  for (const [path, text] of template.files?.(composition.layout, composition.edited) ?? []) {
    const old = composition.edited.texts.get(path);
    if (old !== undefined) before.set(path, old);
    changed.set(path, text);
  }
  const note = template.note?.(composition.layout);
  const patch: Patch = {
    subject: template.subject,
    body: template.body,
    role,
    ...(template.comparison ? { comparison: true } : {}),
    ...(note === undefined ? {} : { note }),
    before,
    after: changed,
    anchors,
  };
  return { changed, patch };
}

function byPath(edits: readonly Edit[]): Map<string, Edit[]> {
  const groups = new Map<string, Edit[]>();
  for (const edit of edits) groups.set(edit.path, [...(groups.get(edit.path) ?? []), edit]);
  return groups;
}

function use({ anchor, path, start, purpose }: Edit, text: string): AnchorUse {
  return { anchor, path, line: lineOf(text, start), purpose };
}

function missingFile(composition: Composition, path: string, template: AnyPatchTemplate): TreeUnsuitable {
  return new TreeUnsuitable({
    title: `"${template.subject}" edits ${path}, which is not among the files that the topic reads`,
    where: composition.edited.origin,
    hint: 'Add the file to `reads` of the topic.',
  });
}

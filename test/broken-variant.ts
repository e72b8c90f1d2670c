// SPDX-License-Identifier: GPL-2.0-only
import type { Edit } from '../src/c/edit.ts';
import { parameters } from '../src/series/parameters.ts';
import type { PatchTemplate, Sources, Topic, Variant } from '../src/series/topic.ts';
import { type Contract, RESTRICTED } from '../templates/msix-mmap/contract.ts';
import { msixMmap } from '../templates/msix-mmap/index.ts';
import type { Layout } from '../templates/msix-mmap/layout/index.ts';

/** The layout, and the text that it was found in. */
type SourcedLayout = Layout & { readonly sources: Sources };

/** One mistake in a design; what the design promises stays. */
export interface Mistake {
  /** `opt-in: forgets the flag check`. */
  readonly name: string;
  readonly of: Variant<Layout, Contract>;
  /** The design's settings, as --set gives them: `via=feature`. */
  readonly set?: readonly string[];
  /** Edits of the design that are left out, by their purpose. */
  readonly forgets?: RegExp;
  /** Other C in the design's own edits, where `from` stands `times` times (once if not given). */
  readonly instead?: readonly [from: string, to: string, times?: number];
  /** Other C where the design wrote nothing, as one patch more. */
  readonly elsewhere?: readonly [path: string, from: string, to: string];
  /** The program that finds it, `taken`, or `rules` where none can; where nothing is named, all run. */
  readonly by?: string;
}

/** What the prerequisite alone promises, as a design: to break what all designs share. */
export const RESTRICTION: Variant<Layout, Contract> = {
  id: 'restriction',
  title: 'restriction',
  origin: 'v4.15 and before',
  patches: () => [],
  contract: () => RESTRICTED,
};

/** The topic, with layouts that a broken design can look behind. */
export const brokenTopic: Topic<SourcedLayout, Contract> = {
  ...msixMmap,
  layout: (sources) => Object.create(msixMmap.layout(sources), { sources: { value: sources } }),
};

/** Id of a mistake's cell: `opt-in-forgets-the-flag-check`. */
export function cellOf({ name }: Mistake): string {
  return name.replaceAll(/\W+/g, '-').toLowerCase();
}

/** One in the tree's own code, which is no design's: made on the prerequisite alone. */
export function inTree(name: string, path: string, from: string, to: string): Mistake {
  return { name, of: RESTRICTION, elsewhere: [path, from, to] };
}

/** The mistakes, each to be found by one program: `taken`. */
export function foundBy(by: string, mistakes: readonly Mistake[]): Mistake[] {
  return mistakes.map((mistake) => ({ by, ...mistake }));
}

/** A mistake as one of the designs that are composed, with its settings. */
export function brokenChoice(mistake: Mistake) {
  const variant = brokenVariant(mistake);
  return { variant, parameters: parameters(variant, mistake.set ?? []) };
}

/** @throws Error where the mistake does not fit the design: neither may change without the other */
export function brokenVariant(mistake: Mistake): Variant<SourcedLayout, Contract> {
  const { of: design, elsewhere } = mistake;
  return {
    ...design,
    id: cellOf(mistake),
    title: mistake.name,
    patches: (layout, parameters) => [
      ...design.patches(layout, parameters).map((template) => ({
        ...template,
        edits: (vfio: SourcedLayout, sources: Sources) => withMistake(template.edits(vfio, sources), mistake),
      })),
      ...(elsewhere ? [furtherPatch(mistake.name, elsewhere)] : []),
    ],
  };
}

function withMistake(edits: readonly Edit[], { name, forgets, instead }: Mistake): Edit[] {
  const kept = edits.filter(({ purpose }) => !forgets?.test(purpose));
  if (forgets && kept.length === edits.length) throw new Error(`${name}: no edit is for ${forgets}`);
  if (!instead) return kept;
  const [from, to, times = 1] = instead;
  const found = kept.reduce((count, { text }) => count + text.split(from).length - 1, 0);
  if (found !== times) throw new Error(`${name}: its edits say ${from} ${found} times, not ${times}`);
  return kept.map((edit) => ({ ...edit, text: edit.text.replaceAll(from, to) }));
}

function furtherPatch(
  name: string,
  [path, from, to]: NonNullable<Mistake['elsewhere']>,
): PatchTemplate<SourcedLayout> {
  return {
    subject: `vfio/pci: Break a design on purpose (${name})`,
    body: 'This is a mistake that the tests have to find.',
    edits: ({ sources }) => {
      const text = sources.get(path)?.text ?? '';
      const start = text.indexOf(from);
      if (start < 0 || text.includes(from, start + 1))
        throw new Error(`${name}: ${path} does not say ${from} exactly once`);
      return [{ path, start, end: start + from.length, text: to, anchor: 'none', purpose: name }];
    },
  };
}

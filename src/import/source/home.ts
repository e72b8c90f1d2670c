// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NoSkeleton } from '../../skeleton/failures.ts';

/** How files of a topic import what they are written with. */
export interface SourceHome {
  /** The topic's folder. */
  readonly folder: string;
  /** Outside of the checkout all comes from the package; in it, from files of src. */
  readonly own: boolean;
  /** Types of the topic and where they are, as its index.ts imports them: `./contract.ts`. */
  readonly layout: { readonly name: string; readonly from: string };
  readonly contract: { readonly name: string; readonly from: string };
}

/** @throws NoSkeleton where the topic's index.ts does not say `Topic<Layout, Contract>` with imported types */
export async function sourceHome(folder: string, own: boolean): Promise<SourceHome> {
  const index = join(folder, 'index.ts');
  const text = await readFile(index, 'utf8').catch(() => '');
  const [, layout = '', contract = ''] = /\bTopic<\s*(\w+)\s*,\s*(\w+)\s*>/.exec(text) ?? [];
  const from = (name: string) =>
    new RegExp(`import (?:type )?\\{[^}]*\\b${name}\\b[^}]*\\} from ['"](\\.[^'"]+)['"]`).exec(text)?.[1];
  const [of, promised] = [from(layout), from(contract)];
  if (layout !== '' && of !== undefined && promised !== undefined)
    return { folder, own, layout: { name: layout, from: of }, contract: { name: contract, from: promised } };
  throw new NoSkeleton({
    title: 'the topic does not say where the types of its layout and contract are',
    where: index,
    hint: 'Write it as const name: Topic<Layout, Contract>, both imported from files of the topic.',
  });
}

/** Where the names are that a template uses. */
const FILES: readonly (readonly [path: string, names: RegExp])[] = [
  ['src/c/edit.ts', /^Edit$/],
  ['src/c/fragment.ts', /^(TopLevel|Statements|Members|Expression|Condition|Cases|ElseBranch|Head|Program)$/],
  ['src/c/parse.ts', /^SourceFile$/],
  ['src/series/file-at.ts', /^(fileAt|newFile)$/],
  ['src/series/topic.ts', /^(Variant|PatchTemplate|Parameters|Sources)$/],
  ['src/c/sites/index.ts', /./],
];
const TYPES = /^([A-Z]\w*)$/;
const PACKAGE = 'kernel-patch-workbench';

/**
 * The import declarations of one file.
 *
 * @param used names that it uses of the workbench
 * @param depth folders between the topic's folder and the file's: 1 for `variants/name.ts`
 */
export function importLines(home: SourceHome, used: ReadonlySet<string>, depth: number): string {
  const up = '../'.repeat(depth);
  const groups = new Map<string, string[]>();
  for (const name of [...used].sort()) {
    const file = FILES.find(([, names]) => names.test(name))?.[0] ?? '';
    const from = home.own ? PACKAGE : `${up}../../${file}`;
    groups.set(from, [...(groups.get(from) ?? []), name]);
  }
  const lines = [...groups].map(([from, names]) => {
    const types = names.every((name) => TYPES.test(name));
    const list = names.map((name) => (!types && TYPES.test(name) ? `type ${name}` : name)).join(', ');
    return `import ${types ? 'type ' : ''}{ ${list} } from '${from}';`;
  });
  return `${lines.join('\n')}\n`;
}

/** An import of one of the topic's own types. */
export function importOfOwn({ name, from }: SourceHome['layout'], depth: number): string {
  return `import type { ${name} } from '${'../'.repeat(depth)}${from.replace(/^\.\//, '')}';\n`;
}

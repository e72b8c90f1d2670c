// SPDX-License-Identifier: GPL-2.0-only
import type { Message } from '../../mail/message.ts';
import { titleOf } from '../../mail/subject.ts';
import { importLines, importOfOwn, type SourceHome } from './home.ts';
import { literal } from './literal.ts';

/** What a variant's own file says. */
export interface VariantWords {
  readonly id: string;
  readonly exported: string;
  /** Of its patches: the name of each template, and the file below `variants/NAME/` that has it. */
  readonly patches: readonly { readonly exported: string; readonly file: string }[];
  readonly messages: readonly Message[];
  /** Subject of the cover letter, where the series has one. */
  readonly cover: string | undefined;
  /** The tree that it was imported on. */
  readonly tree: string;
  /** The contract of that tree, as TypeScript. */
  readonly contract: string;
}

/** `variants/NAME.ts`. */
export function importedVariantText(home: SourceHome, words: VariantWords): string {
  const { id, exported, patches, messages, cover, tree, contract } = words;
  const [first] = messages;
  const title = titleOf(cover ?? first?.subject) || id.replaceAll('-', ' ');
  const ids = [...new Set(messages.flatMap((one) => one.id ?? []))];
  const [thread] = ids;
  const imports = patches.map((one) => `import { ${one.exported} } from './${id}/${one.file}';\n`).join('');
  return `// SPDX-License-Identifier: GPL-2.0-only
${importLines(home, new Set(['Variant']), 1)}${importOfOwn(home.contract, 1)}${importOfOwn(home.layout, 1)}${imports}
/** Imported on ${tree}, where it gives the bytes of the patches. */
export const ${exported}: Variant<${home.layout.name}, ${home.contract.name}> = {
  id: ${literal(id)},
  title: ${literal(title)},
  origin: ${literal(originOf(messages))},
${ids.length > 0 ? `  threads: [${ids.map(literal).join(', ')}],\n` : ''}${thread === undefined ? '' : `  link: ${literal(`https://lore.kernel.org/r/${thread}`)},\n`}
  patches: () => [${patches.map((one) => one.exported).join(', ')}],

  // What the tree promises without the design: write here what the design changes of it.
  contract: () => (${contract}),
};
`;
}

/** Who posted it, and when. */
function originOf(messages: readonly Message[]): string {
  const authors = [...new Set(messages.flatMap(({ author }) => author?.replace(/\s*<[^>]*>$/, '') ?? []))];
  const dates = messages.flatMap(({ date }) => /^\d{4}-\d\d-\d\d/.exec(date ?? '')?.[0] ?? []).sort();
  const who = authors.length > 0 ? authors.join(', ') : 'nobody is named';
  return `${who}${dates[0] === undefined ? '' : `, ${dates[0]}`}`;
}

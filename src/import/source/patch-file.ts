// SPDX-License-Identifier: GPL-2.0-only
import { parse } from '../../c/parse.ts';
import type { AnchoredEdit, AnchoredFile } from '../anchored.ts';
import { allocationsIn } from '../numbers.ts';
import type { ImportedPatch } from '../patch.ts';
import type { PlaceDescription, StepName } from '../placed.ts';
import { importLines, importOfOwn, type SourceHome } from './home.ts';
import { literal } from './literal.ts';
import { camelOfC, Names } from './names.ts';
import { TextConstants } from './texts.ts';

const CODE: Partial<Record<StepName, Parameters<TextConstants['sought']>[1]>> = {
  statements: 'Statements',
  topLevel: 'TopLevel',
  members: 'Members',
  cases: 'Cases',
  constants: 'Program',
  entries: 'Program',
  textLines: 'Program',
};

/** What is known of a tree's files. */
export interface TreeFiles {
  readonly before: (path: string) => string | undefined;
  readonly roleOf: (path: string) => string | undefined;
}

/** How a helper is called that has the edits of one function, struct or other named part. */
interface Part {
  readonly name: string;
  readonly described: PlaceDescription;
  readonly edits: AnchoredEdit[];
}

/**
 * One patch as a TypeScript file that exports its template.
 *
 * @param tree its files as they are before the patch, for the numbers that it gives away, and what the layout calls them
 */
export function patchFile(home: SourceHome, patch: ImportedPatch, exported: string, tree: TreeFiles): string {
  const used = new Set(['PatchTemplate']);
  const names = new Names([...RESERVED, exported]);
  const texts = new TextConstants(names, used);
  const writer = new PatchWriter(used, names, texts, tree);
  const edits = patch.files.filter(({ asText }) => asText === undefined).map((file) => writer.file(file));
  const rewritten = patch.files
    .filter(({ asText }) => asText !== undefined)
    .map((file) => writer.asText(file));
  const added = patch.added.map(({ path, text }) => {
    used.add('newFile');
    return `newFile(sources, ${literal(path)}, ${texts.inserted(text, undefined)})`;
  });
  const files = [...added, ...rewritten.map(({ call }) => call)];
  const opened = edits.map(({ opened: line }) => line);
  const list = edits.flatMap(({ calls }) => calls);
  const body = `[${list.join(', ')}]`;
  const editor =
    list.length === 0
      ? '() => []'
      : `(${opened.join().includes('layout.') ? 'layout' : '_'}, sources) => { ${opened.join(' ')} return ${body}; }`;
  const notes = rewritten.map(({ note }) => `  // ${note}\n`).join('');
  const template = `export const ${exported}: PatchTemplate<${home.layout.name}> = {
  subject: ${literal(patch.subject)},
  body: ${literal(patch.body)},
  edits: ${editor},
${files.length > 0 ? `${notes}  files: (${files.join().includes('(sources, layout.') ? 'layout' : '_'}, sources) => new Map([${files.join(', ')}]),\n` : ''}};
`;
  const parts = writer.parts.join('\n');
  return [
    '// SPDX-License-Identifier: GPL-2.0-only\n',
    importLines(home, used, 2),
    `${importOfOwn(home.layout, 2)}\n`,
    unallocatedNote(patch),
    texts.source === '' ? '' : `${texts.source}\n`,
    template,
    parts === '' ? '' : `\n${parts}`,
  ].join('');
}

function unallocatedNote({ unallocated }: ImportedPatch): string {
  if (unallocated.length === 0) return '';
  const list = unallocated.map(({ name, body }) => `${name} (${body})`).join(', ');
  return `// Numbers that stand as they were posted, since the header has no others of their kind: ${list}.\n\n`;
}

/** Names that a file has by other means. */
const RESERVED = ['layout', 'sources', 'within', 'file', 'edits', 'undefined', 'Map'];

class PatchWriter {
  readonly parts: string[] = [];

  constructor(
    private readonly used: Set<string>,
    private readonly names: Names,
    private readonly texts: TextConstants,
    private readonly tree: TreeFiles,
  ) {}

  file({ path, edits }: AnchoredFile): { opened: string; calls: string[] } {
    this.use('fileAt');
    const variable = this.names.free(camelOfC(path.replace(/^.*\//, '').replace(/\.\w+$/, '')), 'File');
    const parts: (Part | AnchoredEdit)[] = [];
    for (const edit of edits) {
      const described = partOf(edit);
      if (!described) {
        parts.push(edit);
        continue;
      }
      const known = parts.find(
        (one): one is Part =>
          'described' in one && JSON.stringify(one.described) === JSON.stringify(described),
      );
      if (known) known.edits.push(edit);
      else parts.push({ name: this.names.free(camelOfC(described.of), 'Part'), described, edits: [edit] });
    }
    const calls = parts.map((one) => {
      if ('described' in one) return this.part(path, one, variable);
      return this.edit(path, one, variable, one.placed.scope);
    });
    return { opened: `const ${variable} = ${this.opened(path)};`, calls };
  }

  asText({ path, edits, asText }: AnchoredFile): { call: string; note: string } {
    this.use('rewritten', 'fileAt');
    const variable = this.names.free(camelOfC(path.replace(/^.*\//, '').replace(/\.\w+$/, '')), 'File');
    const calls = edits.map((one) => this.edit(path, one, 'file', one.placed.scope));
    this.use('Edit', 'SourceFile');
    this.parts.push(
      `/** ${path}, as text: ${asText}. */\nfunction ${variable}(file: SourceFile): Edit[] {\n  return [${calls.join(', ')}];\n}\n`,
    );
    const source = this.opened(path);
    return {
      call: `rewritten(${source}, ${variable}(${source}))`,
      note: `${path} is edited as text: ${asText}.`,
    };
  }

  /** A helper with all edits of one part, and the call of it. */
  private part(path: string, { name, described, edits }: Part, variable: string): string {
    this.use('Edit', 'SourceFile', 'find');
    const words = described.by === 'functionNamed' ? `${described.of}()` : described.of;
    const calls = edits.map((one) => {
      const scope = one.placed.scope.slice(1);
      return this.edit(path, one, 'within', scope, one.placed.scope.length === 0);
    });
    this.parts.push(`/** ${words.replaceAll('*/', '')} */
function ${name}(file: SourceFile): Edit[] {
  const within = find(file, ${this.step(described)});
  return [${calls.join(', ')}];
}
`);
    return `...${name}(${variable})`;
  }

  /** @param whole the place is what the variable holds, and needs no further description */
  private edit(
    path: string,
    { placed, purpose }: AnchoredEdit,
    from: string,
    scope: readonly PlaceDescription[],
    whole = false,
  ): string {
    const { target, around, how, text, place } = placed;
    const steps = (whole ? [] : [...scope, target]).map((one) => this.step(one));
    if (steps.length > 0) this.use('find');
    let run = steps.length === 0 ? from : `find(${[from, ...steps].join(', ')})`;
    for (const one of around) {
      this.use(one);
      run = `${one}(${run})`;
    }
    if (how === 'replace' && text === '') {
      this.use('remove');
      return `remove(${run}, ${literal(purpose)})`;
    }
    this.use(how);
    const known = this.tree.before(path);
    const { allocations } =
      known === undefined ? { allocations: [] } : allocationsIn(parse('', path, known), text);
    const numbered = allocations.filter(({ spots }) => spots.length > 0);
    const inserted = this.texts.inserted(text, place, numbered);
    const file = from === 'within' ? 'file' : from;
    const numbers = numbered.map(({ kind, name, family, number }) => {
      this.use('freeNumber');
      return `freeNumber(${file}, { kind: '${kind}', name: '${name}', family: '${family}', number: ${number} })`;
    });
    const given = numbers.length > 0 ? `${inserted}(${numbers.join(', ')})` : inserted;
    return `${how}(${run}, ${given}, ${literal(purpose)})`;
  }

  private step({ by, of }: PlaceDescription): string {
    this.use(by);
    return `${by}(${this.texts.sought(of, CODE[by] ?? 'string')})`;
  }

  private opened(path: string): string {
    return `fileAt(sources, ${this.tree.roleOf(path) ?? literal(path)})`;
  }

  private use(...names: string[]): void {
    for (const name of names) this.used.add(name);
  }
}

/** What an edit is in, where that has a name: the function that gets a helper. */
function partOf({ placed: { scope, target, how } }: AnchoredEdit): PlaceDescription | undefined {
  const [outer] = scope;
  if (outer) return /Named$|declarationOf/.test(outer.by) ? outer : undefined;
  const own = ['insertFirst', 'insertLast', 'replaceHead'].includes(how);
  return own && /Named$/.test(target.by) ? target : undefined;
}

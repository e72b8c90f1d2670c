// SPDX-License-Identifier: GPL-2.0-only
import { withoutComments } from '../comments.ts';
import type { Edit } from '../edit.ts';
import { AllocationTaken, AnchorMissing } from '../errors.ts';
import type { TopLevel } from '../fragment.ts';
import { lineEnd, lineOf, lineStart } from '../lines.ts';
import type { SourceFile } from '../parse.ts';
import { withComment } from '../sites/around.ts';
import { functionNamed } from '../sites/named.ts';
import { find } from '../sites/run.ts';

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
export function gainsSharedHelper(helper: SharedHelper): Edit[] {
  const { name, code, prototype, file, before, header, exported = false } = helper;
  for (const one of [file, header]) requireFree(one, name);
  if (/^static\b/m.test(withoutComments(code).split('{')[0] ?? ''))
    throw new AnchorMissing({
      title: `${name}() is static, and other files could not call it`,
      where: file.path,
      hint: 'Leave static out of its head.',
    });
  const at = withComment(find(file, functionNamed(before))).start;
  const own: TopLevel = `${code.trimEnd()}\n${exported ? `EXPORT_SYMBOL_GPL(${name});\n` : ''}\n`;
  const place = behindPrototypes(header);
  const declared: TopLevel = `${place.blank ? '\n' : ''}${prototype.trimEnd()}\n${place.below ? '\n' : ''}`;
  return [
    { ...edit(file, at, before), text: own, purpose: `${name}() is added` },
    { ...edit(header, place.at, 'prototypes'), text: declared, purpose: `${name}() is declared` },
  ];
}

function edit(
  { path }: SourceFile,
  at: number,
  anchor: string,
): Pick<Edit, 'path' | 'start' | 'end' | 'anchor'> {
  return { path, start: at, end: at, anchor };
}

function requireFree(file: SourceFile, name: string): void {
  const found = new RegExp(`\\b${name}\\b`).exec(file.text);
  if (!found) return;
  throw new AllocationTaken({
    title: `there is a ${name} already`,
    where: `${file.origin}: ${file.path}:${lineOf(file.text, found.index)}`,
    hint: 'Give the function another name.',
  });
}

/** Behind the last prototype of a header, else before the end of its include guard. */
function behindPrototypes(header: SourceFile): { at: number; blank: boolean; below: boolean } {
  const { text } = header;
  const last = header.root
    .descendantsOfType('declaration')
    .filter((node) => node.descendantsOfType('function_declarator').length > 0)
    .filter(({ parent }) => /^(translation_unit|preproc_)/.test(parent?.type ?? ''))
    .at(-1);
  if (last) return { at: lineEnd(text, last.endIndex - 1), blank: false, below: false };
  const guard = text.lastIndexOf('\n#endif');
  if (guard < 0)
    throw new AnchorMissing({
      title: 'the header declares no function and has no include guard',
      where: `${header.origin}: ${header.path}`,
      hint: 'Name the header that the callers share.',
    });
  const at = lineStart(text, guard + 1);
  return { at, blank: !text.slice(0, at).endsWith('\n\n'), below: true };
}

// SPDX-License-Identifier: GPL-2.0-only
import type { Edit } from '../edit.ts';
import { AllocationTaken, AnchorMissing } from '../errors.ts';
import type { TopLevel } from '../fragment.ts';
import { lineEnd, lineOf, lineStart } from '../lines.ts';
import type { SourceFile, SyntaxNode } from '../parse.ts';
import { withComment } from '../sites/around.ts';
import { declaredBy } from '../sites/named.ts';
import { gainsInclude } from './include.ts';

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

const C_TYPES: Readonly<Record<ModuleParameter['type'], string>> = {
  bool: 'bool ',
  int: 'int ',
  uint: 'unsigned int ',
  ulong: 'unsigned long ',
  charp: 'char *',
};

/**
 * A module gains a parameter: behind those that the file has, else before its first function. A file that includes neither
 * linux/module.h nor linux/moduleparam.h gets the latter.
 *
 * @throws AllocationTaken where the file has something of that name; AnchorMissing where it has no function
 */
export function gainsParameter(file: SourceFile, parameter: ModuleParameter): Edit[] {
  const { name, type, initial, mode, description } = parameter;
  const taken = file.root.children.find((node) => declaredBy(node).includes(name));
  if (taken)
    throw new AllocationTaken({
      title: `there is a ${name} already`,
      where: `${file.origin}: ${file.path}:${lineOf(file.text, taken.startIndex)}`,
      hint: 'Give the parameter another name.',
    });
  const value = initial === undefined ? '' : ` = ${initial}`;
  const lines = `static ${C_TYPES[type]}${name}${value};
module_param(${name}, ${type}, ${mode});
MODULE_PARM_DESC(${name}, ${JSON.stringify(description)});
`;
  const last = file.root.children.filter(isParameter).at(-1);
  const at = last ? lineEnd(file.text, last.endIndex - 1) : beforeFunctions(file);
  const text: TopLevel = last ? `\n${lines}` : `${lines}\n`;
  const known = /^#\s*include\s*<linux\/module(?:param)?\.h>/m.test(file.text);
  return [
    ...(known ? [] : gainsInclude(file, '<linux/moduleparam.h>')),
    {
      ...{ path: file.path, start: at, end: at, text, anchor: 'module_param' },
      purpose: `the module gains the parameter ${name}`,
    },
  ];
}

const PARAMETER = /^(module_param|MODULE_PARM_DESC|module_param_named|module_param_cb)\s*\(/;

function isParameter(node: SyntaxNode): boolean {
  return PARAMETER.test(node.text);
}

function beforeFunctions(file: SourceFile): number {
  // Of a file whose whole code is conditional it is inside of the condition, as what asks for it is.
  const first =
    file.root.children.find(({ type }) => type === 'function_definition') ??
    file.root.descendantsOfType('function_definition')[0];
  if (!first)
    throw new AnchorMissing({
      title: 'there is no function that a module parameter could stand before',
      where: `${file.origin}: ${file.path}`,
      hint: 'Name the file of the driver that has the code which asks for it.',
    });
  const start = lineStart(file.text, first.startIndex);
  const run = { file, start, end: first.endIndex, node: first, anchor: '', words: '' };
  return withComment(run).start;
}

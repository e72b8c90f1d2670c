// SPDX-License-Identifier: GPL-2.0-only
import type { Edit } from '../edit.ts';
import { AllocationTaken, AnchorMissing } from '../errors.ts';
import { lineOf } from '../lines.ts';
import type { SourceFile } from '../parse.ts';

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

/** What ends the entry of a symbol: a line that begins another one. */
const NEXT = /^(?:config|menuconfig|choice|endchoice|menu|endmenu|if|endif|comment|source|mainmenu)\b/m;

/**
 * A Kconfig file gains a symbol, behind the entry of another one.
 *
 * @param behind the other one, without CONFIG_
 * @throws AnchorMissing where the file does not define it, with the symbols that it does; AllocationTaken where it has the
 *   new one already
 */
export function gainsSymbol(file: SourceFile, behind: string, symbol: KconfigSymbol): Edit[] {
  const { text, path, origin } = file;
  const names = [...text.matchAll(/^(?:menu)?config\s+(\w+)/gm)];
  const taken = names.find(([, name]) => name === symbol.name);
  if (taken)
    throw new AllocationTaken({
      title: `there is a symbol ${symbol.name} already`,
      where: `${origin}: ${path}:${lineOf(text, taken.index)}`,
      hint: 'Give the symbol another name.',
    });
  const found = names.find(([, name]) => name === behind);
  if (!found)
    throw new AnchorMissing({
      title: `no symbol ${behind} is defined`,
      where: `${origin}: ${path}`,
      detail: `it defines: ${names.map(([, name]) => name).join(', ') || 'none'}`,
      hint: 'Name one of them, or the Kconfig file that has it.',
    });
  const from = found.index + found[0].length;
  const next = NEXT.exec(text.slice(from));
  // The comment above the next entry belongs to that.
  const end = next ? commentsAbove(text, from + next.index) : text.length;
  const before = text.slice(0, end);
  const gap = before.endsWith('\n\n') ? '' : before.endsWith('\n') ? '\n' : '\n\n';
  return [
    {
      ...{ path, start: end, end, anchor: behind },
      text: `${gap}${entryOf(symbol)}${next ? '\n' : ''}`,
      purpose: `the symbol ${symbol.name} is added`,
    },
  ];
}

function commentsAbove(text: string, at: number): number {
  const above = /(?:^#[^\n]*\n)+$/m.exec(text.slice(0, at));
  return above && above.index + above[0].length === at ? above.index : at;
}

function entryOf({ name, type, prompt, depends, selects = [], default: value, help }: KconfigSymbol): string {
  const lines = [
    `config ${name}`,
    `\t${type}${prompt === undefined ? '' : ` ${JSON.stringify(prompt)}`}`,
    ...(depends === undefined ? [] : [`\tdepends on ${depends}`]),
    ...selects.map((other) => `\tselect ${other}`),
    ...(value === undefined ? [] : [`\tdefault ${value}`]),
    '\thelp',
    ...help
      .split(/\n\s*\n/)
      .map((paragraph) => filled(paragraph))
      .join('\n\n')
      .split('\n')
      .map((line) => (line === '' ? '' : `\t  ${line}`)),
  ];
  return `${lines.join('\n')}\n`;
}

const COLUMNS = 70;

/** Words in lines of so many columns. */
function filled(paragraph: string): string {
  return paragraph
    .trim()
    .split(/\s+/)
    .reduce<string[]>((lines, word) => {
      const last = lines.at(-1);
      if (last !== undefined && `${last} ${word}`.length <= COLUMNS)
        lines[lines.length - 1] = `${last} ${word}`;
      else lines.push(word);
      return lines;
    }, [])
    .join('\n');
}

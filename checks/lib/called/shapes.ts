// SPDX-License-Identifier: GPL-2.0-only
import { lineOf } from '../../../src/c/lines.ts';
import type { CallShape } from '../../rule.ts';
import { parenthesis, plainCode } from './plain.ts';

/** What stands before the name of a function that is declared: a type, and what the kernel writes around one. */
const TYPED = /(?:^|[;}\n])[ \t]*((?:[A-Za-z_]\w*(?:\([^()]*\))?[\s*]+)+)$/;
const NO_TYPE = /^(?:return|else|do|case|goto|typedef|if|while|for|switch|sizeof)\b/;
/** So long may what stands before a name be. */
const BEFORE = 300;

/** What a text says of a name that is called. */
export interface Told {
  /** Ways in which it may be called. */
  readonly shapes: readonly CallShape[];
  /** It names it in another way than by a call or a declaration: a variable, a member, a macro that renames. */
  readonly otherwise: boolean;
}

/**
 * Prototypes and definitions of a function, and macros with parameters, of a name.
 *
 * @param text of a header, or of the file that calls
 */
export function toldOf(name: string, path: string, text: string): Told {
  if (!text.includes(name)) return { shapes: [], otherwise: false };
  const plain = plainCode(text);
  const shapes: CallShape[] = [];
  let otherwise = false;
  for (const match of plain.matchAll(new RegExp(`\\b${name}\\b`, 'g'))) {
    const behind = match.index + name.length;
    const before = plain.slice(Math.max(0, match.index - BEFORE), match.index);
    const line = lineOf(plain, match.index);
    if (/#[ \t]*define[ \t]+$/.test(before)) {
      // Without a parenthesis right behind it, it stands for something else.
      const macro = plain[behind] === '(' ? macroShape(plain, behind) : undefined;
      if (macro) shapes.push({ path, line, ...macro });
      else otherwise = true;
      continue;
    }
    if (/#[ \t]*(?:undef|ifn?def)[ \t]+$|\bdefined[ \t]*\(?[ \t]*$/.test(before)) continue;
    const open = /^\s*\(/.exec(plain.slice(behind, behind + 40));
    if (!open) {
      otherwise ||= !/EXPORT_[A-Z_]*\(\s*$/.test(before);
      continue;
    }
    const typed = TYPED.exec(before)?.[1]?.trim();
    if (typed === undefined || NO_TYPE.test(typed)) continue;
    const inside = parenthesis(plain, behind + open[0].length - 1);
    if (!inside) otherwise = true;
    else shapes.push({ path, line, ...shapeOf(inside.parts) });
  }
  return { shapes, otherwise };
}

function shapeOf(parameters: readonly string[]): Pick<CallShape, 'least' | 'most'> {
  const named = parameters.filter((one) => one !== 'void');
  const variadic = named.some((one) => one.endsWith('...'));
  const least = named.length - (variadic ? 1 : 0);
  return { least, most: variadic ? undefined : named.length };
}

function macroShape(plain: string, open: number): Pick<CallShape, 'least' | 'most'> | undefined {
  const inside = parenthesis(plain, open);
  if (!inside) return undefined;
  const shape = shapeOf(inside.parts);
  // `f()` passes one argument to a macro with one parameter, an empty one.
  const least = shape.most === undefined ? shape.least : shape.least === 1 ? 0 : shape.least;
  return { ...shape, least };
}

/** What the headers among some texts declare; undefined where one names it in another way. */
export function shapesIn(name: string, texts: ReadonlyMap<string, string>): readonly CallShape[] | undefined {
  const told = [...texts]
    .filter(([path]) => path.endsWith('.h'))
    .map(([path, text]) => toldOf(name, path, text));
  return told.some(({ otherwise }) => otherwise) ? undefined : told.flatMap(({ shapes }) => shapes);
}

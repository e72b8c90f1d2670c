// SPDX-License-Identifier: GPL-2.0-only
// Whether code does something with a name of a header: by the name itself, or through macros that are made of it.

import { lazily } from '../../../src/memo.ts';

/** `#define M(a) B_##a`: a macro with what it is replaced by, on one line. */
interface Macro {
  readonly name: string;
  readonly body: string;
}

const DEFINE = /^[ \t]*#[ \t]*define[ \t]+(\w+)(?:\([^)\n]*\))?[ \t]+((?:[^\\\n]|\\\n|\\)*)/gm;
const PASTED = /\w+(?:[ \t]*##[ \t]*\w+)+/g;

type Words = Pick<ReadonlySet<string>, 'has'>;

/** The names that some code uses. */
export class NamesInUse {
  private readonly macros: () => readonly Macro[];

  /**
   * @param words of the drivers' code
   * @param texts without comments, of that code and of the headers that define what it uses
   */
  constructor(
    private readonly words: Words,
    texts: readonly string[],
  ) {
    this.macros = lazily(() => texts.flatMap(macrosIn));
  }

  has(name: string): boolean {
    return this.uses(name, new Set());
  }

  private uses(name: string, seen: Set<string>): boolean {
    if (this.words.has(name)) return true;
    if (seen.has(name)) return false;
    seen.add(name);
    return this.macros().some(
      (macro) => macro.name !== name && isMadeOf(macro, name, this.words) && this.uses(macro.name, seen),
    );
  }
}

function macrosIn(text: string): Macro[] {
  return [...text.matchAll(DEFINE)].map(([, name = '', body = '']) => ({
    name,
    body: body.replace(/\\\n/g, ' '),
  }));
}

/** Whether a macro's body has a name, or pastes it of a part and a word that the code hands to it. */
function isMadeOf({ body }: Macro, name: string, words: Words): boolean {
  if (body.includes(name) && new RegExp(`\\b${name}\\b`).test(body)) return true;
  return (body.match(PASTED) ?? []).some((pasted) => {
    const parts = pasted.split('##').map((part) => part.trim());
    // Of two parts one is the parameter: it stands for what is left of the name.
    return parts.some((part, at) => {
      const [front, behind] = [parts.slice(0, at).join(''), parts.slice(at + 1).join('')];
      const fits =
        name.startsWith(front) && name.endsWith(behind) && name.length > front.length + behind.length;
      return fits && part !== '' && words.has(name.slice(front.length, name.length - behind.length));
    });
  });
}

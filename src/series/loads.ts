// SPDX-License-Identifier: GPL-2.0-only
import { BadParameter } from './errors.ts';
import type { ModuleValues, ParameterValue } from './topic.ts';

/** As init reads them: the name of a cell is a folder's and a word there. */
const LONGEST = 63;
/** `vfio_pci.nointxmask` names the module too, as the kernel's command line does. */
const PARAMETER = /^(?:\w+\.)?[A-Za-z]\w*$/;
const VALUE = /^[^\s[\]/'"\\]+$/;
const WORD = /^([A-Za-z0-9][\w.+-]*)((?:\[[^[\]]*\])*)/;

/** A design's name, and how its modules are loaded. */
export interface LoadedName {
  readonly id: string;
  /** Values of parameters by name, as text; none where the name says nothing of them. */
  readonly values: Readonly<Record<string, string>>;
}

/**
 * What a design is called whose modules are loaded with these values: `opt-in[allow_msix_mmap=1]`; its own name without
 * any.
 *
 * @throws BadParameter for a name or a value that is no word for insmod
 */
export function loadedName(id: string, values: ModuleValues): string {
  const texts = Object.entries(valueTexts(values)).map(([name, value]) => `[${name}=${value}]`);
  const whole = `${id}${texts.join('')}`;
  for (const [name, value] of Object.entries(valueTexts(values)))
    if (!PARAMETER.test(name) || !VALUE.test(value)) throw notAWord(whole, `${name}=${value}`);
  if (texts.length > 0 && whole.length > LONGEST)
    throw new BadParameter({
      title: `a design and the values that it is loaded with are ${LONGEST} characters at most, and these are ${whole.length}`,
      where: whole,
      hint: 'Give the design a shorter name, or fewer values.',
    });
  return whole;
}

/** As insmod takes them: a switch is 1 or 0. */
export function valueTexts(values: ModuleValues): Record<string, string> {
  const text = (value: ParameterValue) => (typeof value === 'boolean' ? (value ? '1' : '0') : String(value));
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, text(value)]));
}

/**
 * The design that a word begins with, and what is left of the word.
 *
 * @returns undefined where the word begins with no name
 * @throws BadParameter for brackets with something else in them than `parameter=value`
 */
export function readLoadedName(word: string): (LoadedName & { rest: string }) | undefined {
  const [head, id = '', brackets = ''] = WORD.exec(word) ?? [];
  if (head === undefined) return undefined;
  const values: Record<string, string> = {};
  for (const [, inside = ''] of brackets.matchAll(/\[([^[\]]*)\]/g)) {
    const [, name = '', value = ''] = /^([^=]*)=(.*)$/s.exec(inside) ?? [];
    if (!PARAMETER.test(name) || !VALUE.test(value)) throw notAWord(head, inside);
    if (Object.hasOwn(values, name))
      throw new BadParameter({
        title: `the parameter ${name} is given twice`,
        where: head,
        hint: 'Give it one value; another value is another design.',
      });
    values[name] = value;
  }
  return { id, values, rest: word.slice(head.length) };
}

function notAWord(where: string, text: string): BadParameter {
  return new BadParameter({
    title: `"${text}" is no parameter of a module with its value`,
    where,
    hint: 'Write design[parameter=value], design[module.parameter=value] or design[one=1][other=2]; a value has no blank, quote, slash or bracket.',
  });
}

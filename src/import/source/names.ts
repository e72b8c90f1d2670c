// SPDX-License-Identifier: GPL-2.0-only
import { ts } from '../../ts-morph.ts';

/** Names of one TypeScript file, each given once. */
export class Names {
  private readonly taken: Set<string>;

  constructor(taken: Iterable<string> = []) {
    this.taken = new Set(taken);
  }

  /** The name itself where it is free and no word of the language, else with a suffix. */
  free(wanted: string, suffix: string): string {
    const base = wanted === '' || /^\d/.test(wanted) ? `${suffix}${wanted}` : wanted;
    let name = isKeyword(base) || this.taken.has(base) ? `${base}${joint(base)}${suffix}` : base;
    for (let number = 2; this.taken.has(name); number++) name = `${base}${joint(base)}${number}`;
    this.taken.add(name);
    return name;
  }
}

/** Between words of a constant stands a line. */
const joint = (name: string) => (/^[A-Z0-9_]+$/.test(name) ? '_' : '');

function isKeyword(name: string): boolean {
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, true);
  scanner.setText(name);
  return scanner.scan() !== ts.SyntaxKind.Identifier;
}

/** `vfio_pci_core_mmap` → `vfioPciCoreMmap`, `LAMP_ON` → `lampOn`. */
export function camelOfC(name: string): string {
  const words = name.match(/[A-Za-z0-9]+/g) ?? [];
  const lower = words.map((word) => (/[a-z]/.test(word) ? word : word.toLowerCase()));
  return lower
    .map(
      (word, at) => (at === 0 ? word.charAt(0).toLowerCase() : word.charAt(0).toUpperCase()) + word.slice(1),
    )
    .join('');
}

/** So long the name of a constant is at most. */
const LONGEST = 36;

/** The words of a line of code as a constant's name: `vdev->msix_mmap = false;` → `VDEV_MSIX_MMAP_FALSE`. */
export function snake(code: string): string {
  let name = '';
  for (const word of code.match(/[A-Za-z0-9]+/g) ?? []) {
    if (name !== '' && name.length + word.length >= LONGEST) break;
    name += `${name === '' ? '' : '_'}${word.toUpperCase()}`;
  }
  return name.slice(0, 2 * LONGEST);
}

/** Words that no title ends with. */
const SMALL = [
  'a',
  'an',
  'the',
  'of',
  'at',
  'in',
  'on',
  'to',
  'for',
  'and',
  'or',
  'by',
  'with',
  'from',
  'is',
  'as',
  'if',
];

/** A file's name for a title: `floppy: Look at the disk whatever…` → `look-at-the-disk-whatever`. */
export function fileNameOf(title: string): string {
  const words =
    title
      .replace(/^(?:[\w/.,* -]+: )+/, '')
      .toLowerCase()
      .match(/[a-z0-9]+/g) ?? [];
  const few = words.slice(0, 6);
  while (few.length > 2 && SMALL.includes(few.at(-1) ?? '')) few.pop();
  return few.join('-').slice(0, 48).replace(/-+$/, '') || 'patch';
}

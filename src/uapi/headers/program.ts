// SPDX-License-Identifier: GPL-2.0-only
import type { HeaderSet } from '../model.ts';
import { headerInFile } from './header-set.ts';

/** Of no header: an installed name has no blank. */
export const PROGRAM_NAME = 'a program';

/** The headers with a program that includes some of them. */
export function withProgram(headers: HeaderSet, text: string): HeaderSet {
  const program = headerInFile(PROGRAM_NAME, PROGRAM_NAME, () => text);
  return {
    origin: headers.origin,
    names: (target) => headers.names(target),
    get: (name, target) => (name === PROGRAM_NAME ? program : headers.get(name, target)),
  };
}

// SPDX-License-Identifier: GPL-2.0-only
import { wrongCalls } from '../lib/called/wrong.ts';
import { listed } from '../lib/tell.ts';
import type { CallShape, Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'tre-arguments',
  severity: 'error',
  effect: 'defect',
  category: 'tre',
  needs: ['patches', 'elsewhere', 'whole'],
  title: 'A patch calls a function or a macro with more or fewer arguments than this tree declares.',
  why: 'Prototypes change from release to release: a patch that was made for one does not compile on another.',
  reference: 'Documentation/process/stable-api-nonsense.rst',
  todo: 'Pass what the prototype of this tree asks for.',
  compare: (subject) =>
    wrongCalls(subject, 'unlike').map(({ call, wrong }) => ({
      ...{ file: call.path, line: call.line, symbol: `${call.name}()`, key: call.path },
      message: `${call.name}() is called with ${counted(call.given?.length ?? 0)}, and takes ${taken(wrong.shapes)}`,
    })),
};

function counted(count: number): string {
  return `${count} argument${count === 1 ? '' : 's'}`;
}

/** Each number once, with the place of one that says so. */
function taken(shapes: readonly CallShape[]): string {
  const told = new Map<string, string>();
  for (const { path, line, least, most } of shapes) {
    const number =
      most === undefined ? `${least} or more` : least === most ? `${least}` : `${least} to ${most}`;
    if (!told.has(number)) told.set(number, `${number} by ${path}:${line}`);
  }
  return listed([...told.values()]);
}

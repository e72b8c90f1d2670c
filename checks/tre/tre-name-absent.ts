// SPDX-License-Identifier: GPL-2.0-only
import { wrongCalls } from '../lib/called/wrong.ts';
import type { CalledName, Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'tre-name-absent',
  severity: 'error',
  effect: 'defect',
  category: 'tre',
  needs: ['patches', 'elsewhere', 'whole'],
  title: 'A patch calls a function or a macro that this tree does not have, and another one does.',
  why: 'Functions come, go and are renamed: a patch that was made for one release does not compile on another.',
  reference: 'Documentation/process/stable-api-nonsense.rst',
  todo: 'Call what this tree has in its place, or bring the patch along that adds it.',
  compare: (subject) =>
    wrongCalls(subject, 'absent').map(({ call, wrong }) => ({
      ...{ file: call.path, line: call.line, symbol: `${call.name}()`, key: call.path },
      message: `no file of the tree has ${call.name}(), which ${told(wrong.other)}`,
    })),
};

function told({ spec, shape }: NonNullable<CalledName['other']>): string {
  return shape ? `${spec} declares in ${shape.path}` : `many files of ${spec} call`;
}

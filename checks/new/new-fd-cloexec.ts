// SPDX-License-Identifier: GPL-2.0-only
import { lineOf } from '../../src/c/lines.ts';
import { type Call, callsIn, functionAround, functionName, isDriver } from '../lib/driver/code.ts';
import { functionsOfFile } from '../lib/driver/functions.ts';
import type { Found, Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'new-fd-cloexec',
  severity: 'warning',
  effect: 'defect',
  category: 'new',
  needs: ['drivers'],
  apart: true,
  title: 'A driver makes a file descriptor without O_CLOEXEC.',
  why: `The descriptor stays open in every program that another thread starts before this one can set the flag: a device leaks into a child that should not have it.`,
  reference: 'Documentation/process/botching-up-ioctls.rst, "Basics"',
  todo: 'Pass O_CLOEXEC, or let userspace say whether it wants that.',
  lint({ sources }) {
    return [...sources.paths].sort().flatMap((path): Found[] => {
      const file = isDriver(path) ? sources.get(path) : undefined;
      if (!file || !MAKES.test(file.text)) return [];
      const calls = functionsOfFile(file, (text) => MAKES.test(text)).flatMap(callsIn);
      return calls.flatMap((call) => {
        const flags = lacking(call);
        if (flags === undefined) return [];
        const name = functionName(functionAround({ file, node: call.node }).node) ?? path;
        const line = lineOf(file.text, call.node.startIndex);
        const text = `${call.name}(${call.arguments.join(', ')})`;
        const message = `${name}() makes a descriptor by ${call.name}() with ${flags}, without O_CLOEXEC`;
        return [
          { file: path, line, symbol: name, message, key: call.name, after: { file: path, line, text } },
        ];
      });
    });
  },
};

/** Which argument of each function holds the flags. */
const FLAGS = new Map([
  ['anon_inode_getfd', 3],
  ['anon_inode_create_getfd', 3],
  ['get_unused_fd_flags', 0],
  ['dma_buf_fd', 1],
  ['FD_ADD', 0],
  ['FD_PREPARE', 1],
]);

const MAKES = new RegExp(`\\b(?:${[...FLAGS.keys()].join('|')})\\s*\\(`);

/** The flags of a call where they are constants and lack it; what a variable holds may come from userspace. */
function lacking({ name, arguments: passed }: Call): string | undefined {
  const at = FLAGS.get(name);
  const flags = at === undefined ? undefined : passed[at];
  if (flags === undefined || /O_CLOEXEC/.test(flags)) return undefined;
  return /^[\s|()]*(O_\w+|0)([\s|()]+(O_\w+|0))*[\s()]*$/.test(flags) ? flags : undefined;
}

// SPDX-License-Identifier: GPL-2.0-only
import type { Context } from '../../context.ts';
import { BuildFailed } from '../build/build-failed.ts';
import { parseCompilerMessages, usefulLines } from '../build/compiler-messages.ts';
import { hostComplaint } from '../complaint.ts';
import { make, OBJECTS } from './make.ts';
import type { BuildTarget } from './target.ts';

/** Between two words about the progress. */
const EVERY_MS = 3000;

/**
 * Makes the kernel and its modules in a configured folder, going on where an earlier make ended.
 *
 * @param name of the state that is built, for messages: `debian:6.1`, `pci-bus-flag`
 * @param goal make's word for what QEMU enters
 * @param expected objects of an earlier build from nothing, where there was one
 * @returns how many objects were made
 * @throws BuildFailed with the compiler's messages; NoSpace
 */
export async function compileKernel(
  tree: string,
  target: BuildTarget,
  { name, goal, expected, task }: { name: string; goal: string; expected: number | undefined; task: string },
  context: Context,
): Promise<number> {
  let made = 0;
  let told = performance.now();
  const onLine = (line: string) => {
    if (!/^ {2}(CC|AS|LDS|HOSTCC)\b/.test(line)) return;
    made++;
    if (performance.now() - told < EVERY_MS) return;
    told = performance.now();
    const of = expected === undefined || made > expected ? '' : ` of at most ${expected}`;
    context.report({ task, state: 'note', text: `${made}${of} objects` });
  };
  const { stdout, stderr, exitCode } = await make(tree, target, [goal, 'modules'], context, onLine);
  if (exitCode === 0) return made;
  const output = `${stdout}\n${stderr}`;
  const full = hostComplaint(output, tree);
  if (full) throw full;
  const messages = parseCompilerMessages(output, { root: tree, folder: OBJECTS });
  const first = messages.find(({ level }) => level === 'error');
  throw new BuildFailed(
    {
      title: first ? `${name} does not compile: ${first.text}` : `${name}: the kernel cannot be built`,
      where: `${target.machine}${first ? `: ${first.file}:${first.line}` : ''}`,
      detail: usefulLines(output).replaceAll(`${tree}/`, '').replaceAll('../', ''),
      hint: 'Mend the line that the compiler names; what was compiled until then is kept.',
    },
    name,
    messages,
  );
}

// SPDX-License-Identifier: GPL-2.0-only
import { basename } from 'node:path';

/** A program that was not made, and why, in the compiler's or linker's own line. */
export interface NotBuilt {
  readonly program: string;
  readonly why: string;
}

/** `make[1]: *** [../lib.mk:222: /tmp/x/posix_timers] Error 1`. */
const FAILED = /^make(?:\[\d+\])?: \*\*\* \[(?:[^\]\s]+: )?([^\]]+)\] Error/;
/** `make: *** No rule to make target 'x.c', needed by '/tmp/x/y'.  Stop.` */
const NO_RULE = /^make(?:\[\d+\])?: \*\*\* (No rule to make target '([^']+)'(?:, needed by '([^']+)')?)/;
const TELLING =
  /(?:fatal )?error: |undefined reference to|cannot find -l|: command not found|: not found|ld returned|No such file/;

/**
 * What `make -k --output-sync=target` could not make. A target's own lines stand before the line that tells of its
 * failure.
 *
 * @param folder of the build, taken out of messages
 */
export function complaints(output: string, folder: string): NotBuilt[] {
  const found = new Map<string, string>();
  let block: string[] = [];
  for (const line of output.split('\n')) {
    const rule = NO_RULE.exec(line);
    if (rule) {
      const program = basename(rule[3] ?? rule[2] ?? '');
      if (!found.has(program)) found.set(program, (rule[1] ?? '').replaceAll(`${folder}/`, ''));
      continue;
    }
    const target = FAILED.exec(line)?.[1];
    if (target === undefined) {
      block.push(line);
      continue;
    }
    const program = basename(target);
    const why =
      block.find((one) => TELLING.test(one) && !/ld returned/.test(one)) ?? block.at(-1) ?? 'make failed';
    // A directory above, which fails by what is in it, has nothing to add.
    if (!found.has(program) && /^[\w.+-]+$/.test(program) && !/^(all|install)$/.test(program))
      found.set(program, why.trim().replaceAll(`${folder}/`, '').slice(0, 240));
    block = [];
  }
  return [...found].map(([program, why]) => ({ program, why }));
}

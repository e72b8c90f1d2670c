// SPDX-License-Identifier: GPL-2.0-only
import type { Context } from '../context.ts';
import { runProgram } from '../kernel/run.ts';

/**
 * `Name <address>` of whoever git would let commit in a folder: its configuration, or GIT_COMMITTER_NAME and _EMAIL.
 * Undefined where that is not set; git's guess of user and host is no address that a list takes.
 *
 * @param folder a repository, whose own configuration comes first; if left out, the folder that kpw was started in
 * @throws HostLacks without git
 */
export async function committerOf(folder: string | undefined, context: Context): Promise<string | undefined> {
  const argv = ['-c', 'user.useConfigOnly=true', 'var', 'GIT_COMMITTER_IDENT'];
  const { stdout, exitCode } = await runProgram(
    'git',
    argv,
    context,
    folder === undefined ? {} : { cwd: folder },
  );
  if (exitCode !== 0) return undefined;
  // The program's output is bytes, and a name is UTF-8.
  return mailbox(
    Buffer.from(stdout, 'latin1')
      .toString('utf8')
      .trim()
      .replace(/ \d+ [-+]\d{4}$/, ''),
  );
}

/** `Name <address>` in its plain form; undefined where a text is not of that form. */
export function mailbox(text: string): string | undefined {
  const [, name, address] = /^"?([^"<>\n]*[^"<>\s])"? +<([^\s<>@]+@[^\s<>@]+)>$/.exec(text.trim()) ?? [];
  return name === undefined ? undefined : `${name.trim()} <${address}>`;
}

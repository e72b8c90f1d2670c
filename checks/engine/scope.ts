// SPDX-License-Identifier: GPL-2.0-only
import type { Subject } from '../rule.ts';

const INCLUDE = /^[ \t]*#[ \t]*include[ \t]*<(?:uapi\/)?([^>]+)>/gm;

/**
 * Installed names of the headers that rules about a state look at: those that differ, and those that a driver which
 * differs is about, since a handler may lose its checks while the header stays as it is.
 */
export function judgedHeaders(subject: Subject): ReadonlySet<string> {
  const { uapi } = subject;
  if (!uapi) return new Set();
  const scope = new Set(uapi.headers.map(({ name }) => name));
  const exported = new Set(uapi.targets.flatMap((target) => uapi.after.headers.names(target)));
  for (const text of changedDrivers(subject))
    for (const [, name = ''] of text.matchAll(INCLUDE)) if (exported.has(name)) scope.add(name);
  return scope;
}

/** Texts, after the change, of the files of C outside of the UAPI that differ. */
function changedDrivers({ before, after }: Subject): string[] {
  return after.paths
    .filter((path) => path.endsWith('.c') && !path.startsWith('tools/'))
    .flatMap((path) => {
      const [was, is] = [before.get(path)?.text, after.get(path)?.text];
      return is !== undefined && is !== was ? [is] : [];
    });
}

// SPDX-License-Identifier: GPL-2.0-only
import type { Api, Comparison } from '../../src/uapi/model.ts';
import { declaringHeaders } from './left-to-program.ts';
import { isForeign, isLibcHeader, type NeededName, nameProvider, withIncludes } from './self-contained.ts';

/** What of the C library's headers is more than the types and limits that src/uapi/libc.ts has. */
const MORE: Readonly<Record<string, RegExp>> = {
  'errno.h': /^E[A-Z][A-Z0-9]+$/,
  'string.h': /^(mem|str)[a-z]+$/,
  'stdlib.h': /^([cm]alloc|realloc|free|abs|abort|exit|getenv|qsort|ato[a-z]+|strto[a-z]+)$/,
  'unistd.h': /^(read|write|close|lseek|ioctl|sysconf|getpid|sleep|usleep)$/,
  'fcntl.h': /^(open|openat|creat|fcntl)$/,
  'sys/ioctl.h': /^ioctl$/,
  'time.h': /^(time|clock_[a-z]+|nanosleep)$/,
  'sys/socket.h': /^(socket|bind|connect|send[a-z]*|recv[a-z]*|[gs]etsockopt|CMSG_[A-Z]+)$/,
};

/** Whether a library's header may declare one of the names that nothing at hand does. */
export function mayDeclare(api: Api, header: string, names: () => readonly string[]): boolean {
  const more = isLibcHeader(api, header) ? MORE[header] : isForeign(api, header) ? /./ : undefined;
  return more !== undefined && names().some((name) => more.test(name));
}

const STATEMENT = /^(if|while|for|switch|return|sizeof|typeof|defined|__\w+)$/;

/** Names that a header calls, sizes arrays by, or has in macros that both sides have, and that nothing at hand declares. */
export function strays(
  { before, after }: Comparison,
  header: string,
  needs: ReadonlyMap<string, NeededName>,
): string[] {
  const own = after.header(header);
  const seen = withIncludes(after, header);
  const known = new Set(
    [...seen].flatMap((each) => {
      const { functions = [], enumerators = [] } = after.header(each) ?? {};
      return [...functions, ...enumerators].map(({ name }) => name);
    }),
  );
  const calls = (own?.functions ?? []).flatMap(({ body = '' }) =>
    [...body.matchAll(/\b([a-z_]\w*)\s*\(/gi)].map(([, name = '']) => name),
  );
  const written = [...needs].filter(([name, { text }]) =>
    new RegExp(
      String.raw`\[[^\]]*\b${name}\b|(?<!\b(?:struct|union|enum)\s+)\b${name}\s+\*?\w+\s*[;[,]`,
    ).test(text),
  );
  const old = new Set(before.header(header)?.macros.map(({ name }) => name));
  const inMacros = [...(own?.undeclared() ?? [])].flatMap(([macro, names]) => (old.has(macro) ? names : []));
  return [...new Set([...calls, ...written.map(([name]) => name), ...inMacros])].filter(
    (name) =>
      !known.has(name) &&
      !STATEMENT.test(name) &&
      ![...seen].some((each) => MORE[each]?.test(name)) &&
      nameProvider(after, seen, name) === undefined &&
      // What the kernel's own headers declare is no library's.
      declaringHeaders(after, name).length === 0,
  );
}

// SPDX-License-Identifier: GPL-2.0-only
// Functions that a program makes the kernel run, and is answered by.
import { memo } from '../../../src/memo.ts';
import type { Sources } from '../../../src/series/topic.ts';
import { bodiesOf, type FunctionText } from './body.ts';
import { bareText } from './code.ts';

/** By its name, a call of a program, under whatever name a table has it. */
const CALL =
  /^(?:compat_|__x64_|__ia32_)?_*sys_|ioctl|[gs]et_?sockopt|_(?:send|recv)msg$|_fops_|check_extension/;
/** The same of those that registers are read by as well: what they take tells. */
const FILE_CALL = /_(?:read|write)(?:_iter)?$|_poll$|_mmap$/;
const OF_FILE = /\bstruct\s+(?:file|kiocb|socket|vm_area_struct)\b|__user\b/;

/** Entries of tables that answer a program: of a file, a socket, a line, netlink, netfilter, a video device. */
const ENTRY =
  /\.(?:\w*ioctl\w*|read|write|read_iter|write_iter|mmap|poll|open|llseek|fsync|fallocate|proc_(?:read|write|open|ioctl)|[gs]etsockopt|bind|connect|accept|listen|shutdown|sendmsg|recvmsg|getname|doit|dumpit|call|tiocm[gs]et|[gs]et_(?:serial|icount|rs485)|checkentry|vidioc_\w+|uring_cmd|timer_\w+|nsleep|clock_\w+|[gs]etattr|setlease|flock|show|store|ndo_\w*ioctl)\s*=\s*&?(\w+)/g;

/** Exchanges with a program's memory. */
const EXCHANGE =
  /\b(?:copy_(?:struct_)?(?:from|to)_(?:user|sockptr)|[gp]et_user|memdup_user|copy_from_sockptr|copy_safe_from_sockptr|bt_copy_from_sockptr)\s*\(/;

/** Attributes of sysfs, and controls of a sound card, which programs read and write by their name. */
const ATTRIBUTE = /\bstruct\s+(?:\w*attribute|snd_kcontrol)\s*\*[^{]*\{|_(?:show|store)\s*\([^{]*\bchar\s*\*/;

/** Calls from one function to the next, behind the first. */
const DEEPEST = 2;

interface Reach {
  /** Functions by themselves. */
  readonly entries: ReadonlySet<FunctionText>;
  readonly callers: ReadonlyMap<string, readonly FunctionText[]>;
}

const reachIn = memo((sources: Sources): ReadonlyMap<string, Reach> => {
  const byFile = new Map<string, FunctionText[]>();
  for (const body of bodiesOf(sources)) byFile.set(body.path, [...(byFile.get(body.path) ?? []), body]);
  return new Map([...byFile].map(([path, bodies]) => [path, reachOf(path, bodies, sources)]));
});

function reachOf(path: string, bodies: readonly FunctionText[], sources: Sources): Reach {
  const file = sources.get(path);
  const plain = file ? bareText(file) : '';
  const named = new Set([...plain.matchAll(ENTRY)].map(([, name = '']) => name));
  const entries = new Set(
    bodies.filter(
      ({ name, text }) =>
        CALL.test(name) ||
        (FILE_CALL.test(name) && OF_FILE.test(text.slice(0, text.indexOf('{')))) ||
        named.has(name) ||
        EXCHANGE.test(text) ||
        ATTRIBUTE.test(text.slice(0, 300)),
    ),
  );
  const names = new Set(bodies.map(({ name }) => name));
  const callers = new Map<string, FunctionText[]>();
  for (const body of bodies) {
    const called = new Set([...body.text.matchAll(/\b(\w+)\s*\(/g)].map(([, name = '']) => name));
    for (const name of called)
      if (name !== body.name && names.has(name)) callers.set(name, [...(callers.get(name) ?? []), body]);
  }
  return { entries, callers };
}

/**
 * Whether a program reaches a function: it is an entry of a table, is called as calls of programs are, copies from or to
 * a program's memory, or one of its file that is reached calls it, twice at most.
 */
export function isReached(sources: Sources, { path, name }: Pick<FunctionText, 'path' | 'name'>): boolean {
  const reach = reachIn(sources).get(path);
  return reach ? isEntered(reach, name, DEEPEST) : false;
}

function isEntered({ entries, callers }: Reach, name: string, depth: number): boolean {
  if ([...entries].some((one) => one.name === name)) return true;
  if (depth === 0) return false;
  return (callers.get(name) ?? []).some((one) => isEntered({ entries, callers }, one.name, depth - 1));
}

/** The functions of its file that call one. */
export function callersOf(
  sources: Sources,
  { path, name }: Pick<FunctionText, 'path' | 'name'>,
): readonly FunctionText[] {
  return reachIn(sources).get(path)?.callers.get(name) ?? [];
}

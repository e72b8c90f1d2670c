// SPDX-License-Identifier: GPL-2.0-only
// Questions for a capability, wherever in a function they stand: in an if, in what a helper returns, in an argument.

import { memoPair } from '../../../src/memo.ts';
import type { Sources } from '../../../src/series/topic.ts';
import { type BodyPair, bodiesOf, changedBodies, type FunctionText } from './body.ts';
import { codeNamed } from './functions.ts';
import { type SwitchDefault, switchDefaultsIn } from './switch-default.ts';

/** What a function asked and no longer asks, or asks now; both where it asks in another way. */
export interface PrivilegeChange extends BodyPair {
  /** `capable(CAP_SYS_ADMIN)`, without other arguments. */
  readonly was: string | undefined;
  readonly is: string | undefined;
}

const QUESTION = /\b((?:\w+_)?capable(?:_\w+)?)\s*\(((?:[^()]|\([^()]*\))*)\)/g;
/** Those that ask for one capability, which they name themselves; iommu_capable() and its like ask a device. */
const OF_PROCESS =
  /^(?:perfmon|bpf|bpf_token|bpf_net|checkpoint_restore_ns|ptracer|capable_wrt_inode_uidgid)_?capable$/;

/** Questions that came or went for good: one that another function asks now, or asked before, has moved. */
export const privilegeChanges = memoPair((before: Sources, after: Sources): readonly PrivilegeChange[] => {
  const pairs = changedBodies(before, after).filter(
    (pair) => pair.before.text.includes('capable') || pair.after.text.includes('capable'),
  );
  if (pairs.length === 0) return [];
  const [then, now] = [new Askers(before, after), new Askers(after, before)];
  return pairs.flatMap((pair): PrivilegeChange[] => {
    const [asked, asks] = [questionsOf(pair.before.text), questionsOf(pair.after.text)];
    const lost = [...asked].filter((one) => !asks.has(one));
    const gained = [...asks].filter((one) => !asked.has(one));
    const other = (one: string) => gained.find((each) => capabilityOf(each) === capabilityOf(one));
    const isWrapped = (one: string) => isWrapper(one, other(one));
    const paired = new Set(lost.flatMap((one) => other(one) ?? []));
    return [
      ...lost
        .filter((one) => !isWrapped(one) && (other(one) !== undefined || !asksThrough(pair)))
        .filter((one) => other(one) !== undefined || !now.hasMovedTo(one, pair.after, pair.before, then))
        .map((was) => ({ ...pair, was, is: other(was) })),
      ...gained
        .filter((one) => !isAlternative(one, pair))
        .filter((one) => !paired.has(one) && !then.hasMovedTo(one, pair.before, pair.after, now))
        .map((is) => ({ ...pair, was: undefined, is })),
    ];
  });
});

/** Questions of the kernel, each with a meaning of its own: include/linux/capability.h, include/linux/netlink.h. */
const KNOWN =
  /^(?:(?:file_ns_|netlink_|netlink_net_|netlink_ns_|sk_|sk_ns_|sk_net_|ns_|perfmon_|bpf_|checkpoint_restore_ns_)?capable|(?:ns_)?capable_noaudit|ns_capable_setid|capable_wrt_inode_uidgid)$/;

/** `sockopt_ns_capable(ns, CAP_NET_RAW)`, a subsystem's own function around `ns_capable(ns, CAP_NET_RAW)`. */
function isWrapper(was: string, is: string | undefined): boolean {
  const [old, now] = [was, is ?? ''].map((one) => one.replace(/\(.*/, ''));
  return now !== undefined && old !== undefined && now.endsWith(`_${old}`) && !KNOWN.test(now);
}

/** `if (!uid_eq(a, b) && !capable(CAP_SYS_NICE))` where it was `if (!uid_eq(a, b))`: fewer are refused. */
function isAlternative(question: string, { before, after }: BodyPair): boolean {
  const [name = '', capability = ''] = question.replace(')', '').split('(');
  const asked = new RegExp(
    `\\s*&&\\s*!\\s*${name}(?:_noaudit)?\\s*\\((?:[^()]|\\([^()]*\\))*\\b${capability}\\b[^()]*\\)`,
    'g',
  );
  const squashed = (text: string) => text.replace(/\s+/g, '');
  const conditions = after.text.match(/\bif\s*\([^;{}]*?\)\s*(?=\{|return|goto|\w+\s*=)/g) ?? [];
  const own = conditions.filter((one) => one.search(asked) >= 0);
  return (
    own.length > 0 && own.every((one) => squashed(before.text).includes(squashed(one.replace(asked, ''))))
  );
}

/** `in_group_or_capable()`: a function that asks it by its name, which need not be at hand. */
function asksThrough({ before, after }: BodyPair): boolean {
  const named = (text: string) => new Set([...text.matchAll(QUESTION)].map(([, name = '']) => name));
  const old = named(before.text);
  return [...named(after.text)].some((name) => !old.has(name));
}

/** The functions of one side that ask for a capability. */
class Askers {
  /** By capability and folder, the names; of files that differ. */
  private readonly own = new Map<string, Set<string>>();
  /** Names of functions, by capability. */
  private readonly all = new Map<string, Set<string>>();

  constructor(side: Sources, other: Sources) {
    for (const body of bodiesOf(side)) {
      if (!body.text.includes('capable')) continue;
      const differs = side.get(body.path)?.text !== other.get(body.path)?.text;
      for (const one of questionsOf(body.text)) {
        const capability = capabilityOf(one);
        add(this.all, capability, body.name);
        if (differs) add(this.own, `${capability} ${folderOf(body)}`, body.name);
      }
    }
  }

  /** Whether a function that this one calls asks it, or one of the folder that did not ask it on the other side. */
  hasMovedTo(question: string, body: FunctionText, was: FunctionText, other: Askers): boolean {
    const capability = capabilityOf(question);
    const known = other.all.get(capability);
    const names = [...(this.all.get(capability) ?? [])].filter(
      (name) => !known?.has(name) || !new RegExp(`\\b${name}\\s*\\(`).test(was.text),
    );
    if (names.some((name) => name !== body.name && new RegExp(`\\b${name}\\s*\\(`).test(body.text)))
      return true;
    const place = `${capability} ${folderOf(body)}`;
    const old = other.own.get(place);
    return [...(this.own.get(place) ?? [])].some((name) => name !== body.name && !old?.has(name));
  }
}

function add(map: Map<string, Set<string>>, key: string, name: string): void {
  const known = map.get(key) ?? new Set();
  map.set(key, known.add(name));
}

function folderOf({ path }: FunctionText): string {
  return path.replace(/[^/]*$/, '');
}

export interface Exemption extends BodyPair {
  readonly label: string;
  readonly privilege: string;
  /** Whether it is asked now, and was not. */
  readonly asks: boolean;
}

/** Values that a switch asked a capability for in its default, and exempts now by a case of their own; or the other way. */
export function exemptions(before: Sources, after: Sources): Exemption[] {
  const pairs = changedBodies(before, after).filter(
    ({ after: { text } }) => text.includes('default:') && text.includes('capable'),
  );
  return pairs.flatMap((pair): Exemption[] => {
    const [was, is] = [before, after].map((side, at) => {
      const file = side.get((at ? pair.after : pair.before).path);
      const code = file && codeNamed(file, pair.after.name);
      return code ? switchDefaultsIn(code) : [];
    }) as [readonly SwitchDefault[], readonly SwitchDefault[]];
    return is.flatMap(({ asked, exempt, privilege }) => {
      const old = was.find((one) => one.asked === asked && one.privilege !== undefined);
      if (!old?.privilege || privilege === undefined) return [];
      const own = (all: readonly string[], others: readonly string[]) =>
        all.filter((one) => !others.includes(one));
      return [
        ...own(exempt, old.labels).map((label) => ({ ...pair, label, privilege, asks: false })),
        ...own(old.exempt, exempt).map((label) => ({ ...pair, label, privilege, asks: true })),
      ];
    });
  });
}

/** Whether an if around a place only sets something, `if (!capable(CAP_FSETID)) in->flags |= KILL_SUIDGID;`, and refuses nobody. */
function onlyMarks(text: string, at: number): boolean {
  const start = text.lastIndexOf('if (', at);
  if (start < 0 || /[;{}]/.test(text.slice(start, at))) return false;
  let open = 0;
  let end = start + 3;
  for (; end < text.length; end++) {
    if (text[end] === '(') open++;
    if (text[end] === ')' && --open === 0) break;
  }
  if (end < at) return false;
  const then = /^\)\s*([\w>.-]+)\s*\|=[^;]*;(?!\s*else)/.exec(text.slice(end, end + 300));
  return then !== null;
}

const NAMELESS: Readonly<Record<string, string>> = {
  perfmon: 'CAP_PERFMON',
  bpf: 'CAP_BPF',
  checkpoint: 'CAP_CHECKPOINT_RESTORE',
};

/** `CAP_SYS_ADMIN` of `capable(CAP_SYS_ADMIN)`, `CAP_BPF` of `bpf_capable()`. */
function capabilityOf(question: string): string {
  return /CAP_\w+/.exec(question)?.[0] ?? NAMELESS[question.replace(/_.*/, '')] ?? question;
}

function questionsOf(text: string): Set<string> {
  return new Set(
    [...text.matchAll(QUESTION)].flatMap(({ 1: asked = '', 2: passed = '', index }) => {
      if (onlyMarks(text, index)) return [];
      // include/linux/capability.h: it is the same but for the log.
      const name = asked.replace(/_noaudit$/, '');
      // `capable_any(CAP_A, CAP_B)` is `capable(CAP_A) || capable(CAP_B)`.
      const all = name === 'capable_any' ? [...passed.matchAll(/\bCAP_\w+/g)] : [];
      if (all.length > 0) return all.map(([capability]) => `capable(${capability})`);
      const capability = /\bCAP_\w+/.exec(passed)?.[0] ?? '';
      return capability !== '' || OF_PROCESS.test(name) ? [`${name}(${capability})`] : [];
    }),
  );
}

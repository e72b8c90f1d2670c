// SPDX-License-Identifier: GPL-2.0-only
import { memo } from '../../src/memo.ts';
import type { ApiIoctl, Pair } from '../../src/uapi/model.ts';
import { type Block, numberBlocks, REGISTER } from '../lib/ioctl-number.ts';
import { ioctlChanges } from '../lib/ioctls.ts';
import { someRequest, spelledType } from '../lib/request.ts';
import { listed, placed } from '../lib/tell.ts';
import type { Found, Rule, Subject } from '../rule.ts';

export const rule: Rule = {
  id: 'ioc-block',
  severity: 'warning',
  effect: 'defect',
  category: 'ioc',
  needs: ['uapi', 'tree'],
  title:
    "A new ioctl has a number outside of its header's block of the register, or inside of a neighbour's.",
  why: `Numbers that are unique over the kernel make a request on the wrong descriptor fail instead of doing something else, and let strace tell its name.`,
  reference: 'Documentation/userspace-api/ioctl/ioctl-number.rst',
  todo: "Take a number of the header's own block, or register a block that is free.",
  compare(subject) {
    const text = subject.after.get(REGISTER)?.text;
    if (text === undefined) return [];
    const all = numberBlocks(text);
    const groups = new Map<string, { pair: Pair<ApiIoctl>; verdict: Verdict }[]>();
    for (const pair of ioctlChanges(subject)?.added ?? []) {
      const verdict = pair.after && !isOldPractice(subject, pair, all) ? judge(all, pair.after) : undefined;
      if (!verdict) continue;
      const key = `${pair.header} ${verdict.where}`;
      groups.set(key, [...(groups.get(key) ?? []), { pair, verdict }]);
    }
    return [...groups.values()].flatMap(told);
  },
};

interface Verdict {
  readonly number: string;
  /** Where the number lies: `is in no block of …`. */
  readonly where: string;
  readonly severity: 'warning' | 'note';
}

/** Ioctls of one header that lie in the same wrong place are one finding. */
function told(group: readonly { pair: Pair<ApiIoctl>; verdict: Verdict }[]): Found[] {
  const [first] = group;
  if (!first) return [];
  const names = group.map(({ pair, verdict }) => `${pair.name} (${verdict.number})`);
  const others = group.slice(1).map(({ pair }) => pair.name);
  const { where, severity } = first.verdict;
  const message = `${listed(names)} ${others.length > 0 ? 'are' : 'is'} ${where}`;
  return [{ ...placed(first.pair), message, severity, ...(others.length > 0 && { inherited: others }) }];
}

/** A header that was never registered, and had ioctls of the type before: that is not this change's affair. */
function isOldPractice({ uapi }: Subject, { header, after }: Pair<ApiIoctl>, all: readonly Block[]): boolean {
  if (!after || blocksOf(all, after).length > 0) return false;
  const type = someRequest(after)?.type;
  const ioctls = uapi?.before.header(header)?.ioctls ?? [];
  return ioctls.some((other) => someRequest(other)?.type === type);
}

function judge(all: readonly Block[], ioctl: ApiIoctl): Verdict | undefined {
  const request = someRequest(ioctl);
  if (!request) return undefined;
  const { type, nr } = request;
  const same = all.filter((block) => block.type === type);
  const covering = same.filter(({ from, to }) => from <= nr && nr <= to);
  const mine = new Set(blocksOf(all, ioctl));
  const own = same.find((block) => mine.has(block));
  if (covering.some((block) => mine.has(block))) return undefined;
  const number = `${spelledType(type)} ${hex(nr)}`;
  const block = own && `its block ${hex(own.from)}-${hex(own.to)} (${REGISTER}:${own.line})`;
  const neighbour = covering.find(({ files }) => files !== '') ?? covering[0];
  if (!neighbour) {
    if (block) return { number, where: `outside of ${block}`, severity: 'warning' };
    return { number, where: `in no block of ${REGISTER}`, severity: 'note' };
  }
  const whose = neighbour.files || neighbour.comment || 'another';
  const inside = `inside the block ${hex(neighbour.from)}-${hex(neighbour.to)} of ${whose}`;
  // A header that was never registered may well be the one that the row's words mean.
  if (block) return { number, where: `${inside}, not in ${block}`, severity: 'warning' };
  return { number, where: `${inside}, and ${ioctl.header} has none`, severity: 'note' };
}

/** The rows that are about a header: those that name it, else those of its subsystem. */
function blocksOf(all: readonly Block[], ioctl: ApiIoctl): readonly Block[] {
  const named = all.filter((block) => names(block, ioctl));
  return named.length > 0 ? named : all.filter((block) => namesFolder(block, ioctl));
}

/** A row names files in many ways: `linux/vfio.h`, `uapi/linux/ptp_clock.h`, `arch/x86/include/uapi/asm/amd_hsmp.h`. */
function names(block: Block, { header, path }: ApiIoctl): boolean {
  const last = header.split('/').at(-1) ?? header;
  return filesOf(block).some(
    (file) => path.endsWith(file) || file.endsWith(header) || file.split('/').at(-1) === last,
  );
}

/** `linux/char/drm/drm.h` speaks of the whole subsystem, whose headers have a folder of their own. */
function namesFolder(block: Block, { header }: ApiIoctl): boolean {
  const [folder = ''] = header.split('/');
  return (
    !/^(linux|asm|asm-generic|misc)$/.test(folder) &&
    filesOf(block).some((file) => file.includes(`${folder}/`))
  );
}

/** Headers that a row names; each new ioctl asks all rows. */
const filesOf = memo(({ files, comment }: Block): readonly string[] =>
  `${files} ${comment}`.split(/[\s,]+/).filter((word) => word.endsWith('.h')),
);

function hex(number: number): string {
  return number.toString(16).toUpperCase().padStart(2, '0');
}

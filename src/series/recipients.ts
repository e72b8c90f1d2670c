// SPDX-License-Identifier: GPL-2.0-only
import { listedIn, type Maintainer } from './maintainers.ts';
import type { Commenter } from './topic.ts';

/** One address that a series goes to, and why. */
export interface Recipient {
  /** UTF-8; undefined for a list, or where nobody gave one. */
  readonly name: string | undefined;
  readonly address: string;
  readonly field: 'to' | 'cc';
  /** `maintainer of VFIO DRIVER`, `commented on the RFC`, `changes the UAPI`, `--cc`. */
  readonly why: readonly string[];
}

export interface AskedRecipients {
  /** Of get_maintainer.pl. */
  readonly maintainers: readonly Maintainer[];
  readonly commenters: readonly Commenter[];
  /** Whether a patch that is sent changes a file of include/uapi. */
  readonly uapi: boolean;
  /** What the user adds: `address` or `Name <address>`. */
  readonly to: readonly string[];
  readonly cc: readonly string[];
  /** MAINTAINERS and .get_maintainer.ignore of the tree, latin1. */
  readonly listed: string;
  readonly ignored: string;
}

/** Documentation/process/submitting-patches.rst, "Select the recipients for your patch", and adding-syscalls.rst. */
const API_LIST = 'linux-api@vger.kernel.org';

/**
 * Maintainers in To:, everybody else in Cc:, each address once and each person once. To is sorted before Cc; within,
 * the order is get_maintainer's, then commenters, then what was added.
 */
export function recipients(asked: AskedRecipients): Recipient[] {
  const { maintainers, commenters, uapi, to, cc } = asked;
  const found: Recipient[] = [];
  const add = (one: Recipient) => {
    const at = found.findIndex((other) => isSame(one, other));
    const known = found[at];
    if (!known) found.push(one);
    else
      found[at] = {
        ...known,
        name: known.name ?? one.name,
        field: known.field === 'to' ? 'to' : one.field,
        why: [...new Set([...known.why, ...one.why])],
      };
  };
  for (const { name, address, role } of maintainers)
    add({ name, address, field: isMaintainer(role) ? 'to' : 'cc', why: reasons(role) });
  for (const commenter of commenters) {
    const address = addressOf(commenter, asked);
    if (address !== undefined) add({ name: commenter.name, address, field: 'cc', why: [commenter.part] });
  }
  if (uapi)
    add({ name: undefined, address: API_LIST, field: 'cc', why: ['a header of include/uapi changes'] });
  for (const [field, words] of [
    ['to', to],
    ['cc', cc],
  ] as const)
    for (const word of words) add({ ...partsOf(word), field, why: [`--${field}`] });
  return [...found.filter(({ field }) => field === 'to'), ...found.filter(({ field }) => field === 'cc')];
}

/** A person of the thread whose address is dead. */
export function unreachable(asked: AskedRecipients): Commenter[] {
  return asked.commenters.filter(
    (commenter) =>
      addressOf(commenter, asked) === undefined &&
      !asked.maintainers.some(({ name }) => name === commenter.name),
  );
}

/**
 * The thread's address, unless the tree's MAINTAINERS has the person under others only: addresses of an old thread
 * die, and of a person that is listed the tree knows better. None for who asked not to be found by the script.
 */
function addressOf({ name, address }: Commenter, { listed, ignored }: AskedRecipients): string | undefined {
  const known = listedIn(listed).filter((one) => one.name === name);
  const current = known.some((one) => isAlike(one.address, address)) ? address : known[0]?.address;
  const best = current ?? address;
  return best !== undefined && ignored.toLowerCase().includes(best.toLowerCase()) ? undefined : best;
}

function isSame(one: Recipient, other: Recipient): boolean {
  return isAlike(one.address, other.address) || (one.name !== undefined && one.name === other.name);
}

function isAlike(one: string, other = ''): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/**
 * A `supporter` is the M: of a subsystem whose S: is Supported, so a maintainer who is paid for it; newer scripts say
 * "maintainer" of both.
 */
function isMaintainer(role: string): boolean {
  return /(^|,)(maintainer|supporter):/.test(role);
}

const ROLES = /,(?=(?:maintainer|supporter|reviewer|(?:open|moderated|subscriber) list)\b)/;

/** `reviewer:VFIO DRIVER` as words; of a match by content the script shows the regular expression, which says little. */
function reasons(roles: string): string[] {
  return roles.split(ROLES).map((role) => {
    const [kind = '', section = ''] = role.split(/:(.*)/s);
    const [name = '', keyword] = section.split(/:Keyword:(.*)/s);
    const what = name === '' ? kind : `${kind} of ${name}`;
    return keyword === undefined ? what : `${what}, by a keyword in the patch`;
  });
}

function partsOf(word: string): Pick<Recipient, 'name' | 'address'> {
  const [, name, address] = /^\s*"?([^"<>]*?)"?\s*<([^<>\s]+)>\s*$/.exec(word) ?? [];
  return address === undefined
    ? { name: undefined, address: word.trim() }
    : { name: name || undefined, address };
}

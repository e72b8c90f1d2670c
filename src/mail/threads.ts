// SPDX-License-Identifier: GPL-2.0-only
import type { Message } from './message.ts';
import { titleOf } from './subject.ts';

/** Mails by the series that they belong to. */
export interface Threads {
  /** In the order of their first mails. */
  readonly groups: readonly (readonly Message[])[];
  /** The group whose thread a mail is in; undefined where it is in none. */
  of(message: Message): readonly Message[] | undefined;
}

/**
 * Patches and cover letters by series: those of one thread belong together, and so do two threads that share a title, for
 * a new version often begins a new thread. Mails without an id, and single patches that answer nothing, tell of no
 * thread; they are one group.
 *
 * @param mails all mails, through which threads are followed
 */
export function threadsOf(members: readonly Message[], mails: readonly Message[]): Threads {
  const byId = new Map(mails.flatMap((one) => (one.id === undefined ? [] : [[one.id, one] as const])));
  const roots = new Map<Message, string>();
  const rootOf = (message: Message): string => {
    const path: Message[] = [];
    let [at, root] = [message, ''];
    for (;;) {
      const known = roots.get(at);
      if (known !== undefined) root = known;
      if (known !== undefined || path.includes(at)) break;
      path.push(at);
      const up = at.parents.map((id) => byId.get(id)).find((one) => one !== undefined && one !== at);
      root = at.parents.at(-1) ?? at.id ?? '';
      if (!up) break;
      at = up;
    }
    for (const one of path) roots.set(one, root);
    return root;
  };
  const answered = new Set(members.flatMap(({ parents }) => parents));
  const keyOf = (message: Message) => {
    const { id, parents } = message;
    const alone = parents.length === 0 && (id === undefined || !answered.has(id));
    return alone ? '' : rootOf(message);
  };
  const heads = new Map<string, string>();
  const headOf = (key: string): string => {
    let head = key;
    for (let next = heads.get(head); next !== undefined; next = heads.get(head)) head = next;
    return head;
  };
  const titles = new Map<string, string>();
  for (const one of members) {
    const title = titleOf(one.subject).toLowerCase();
    if (title === '') continue;
    const known = titles.get(title);
    const key = headOf(keyOf(one));
    if (known === undefined) titles.set(title, key);
    else if (headOf(known) !== key) heads.set(key, headOf(known));
  }
  const groups = new Map<string, Message[]>();
  for (const one of members) {
    const key = headOf(keyOf(one));
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return { groups: [...groups.values()], of: (message) => groups.get(headOf(rootOf(message))) };
}

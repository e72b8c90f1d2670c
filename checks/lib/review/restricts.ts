// SPDX-License-Identifier: GPL-2.0-only
import type { Subject } from '../../rule.ts';
import { type CodeLine, patchChanges } from './changes.ts';

/** A function that userspace calls into: by its name, as the kernel names them. */
const HANDLER =
  /(^|_)(ioctl|mmap|read|write|rw|fault|open|poll|store|show|setsockopt|getsockopt|feature|info|setattr|sysctl|set|get|cmd|doit|validate)(_|$)|^__(do_)?sys_/;
const REFUSAL =
  /(?:return\s+|=\s*)-(EINVAL|EPERM|EACCES|EBUSY|EOPNOTSUPP|ENOTSUPP|ENOTTY|ENODEV|ENXIO|ERANGE|E2BIG)\b/;
const ANNOUNCED = /(?:flags|caps|capabilities)\s*(?:\|=|=)\s*[^;]*\b[A-Z][A-Z0-9_]{6,}|\.id\s*=\s*[A-Z]\w+/;

/** Where a series takes something from who uses an interface that was there: a refusal more, an announcement less. */
export interface Restriction {
  readonly at: CodeLine;
  /** `lamp_mmap() refuses with -EINVAL`. */
  readonly words: string;
}

export function restrictionsOf(subject: Pick<Subject, 'patches'>): Restriction[] {
  return patchChanges(subject).flatMap(({ functions, patch }) =>
    patch.selftest
      ? []
      : functions.flatMap(({ before, after, added, removed }): Restriction[] => {
          if (!before || !HANDLER.test(after.name)) return [];
          const count = (text: string) => text.match(new RegExp(REFUSAL, 'g'))?.length ?? 0;
          const refusal = added.find(({ text }) => REFUSAL.test(text));
          if (refusal && count(after.text) > count(before.text))
            return [
              {
                at: refusal,
                words: `${after.name}() refuses with -${REFUSAL.exec(refusal.text)?.[1]} where it did not`,
              },
            ];
          const gone = removed.find(({ text }) => ANNOUNCED.test(text));
          const name = gone && /\b[A-Z][A-Z0-9_]{6,}\b/.exec(gone.text)?.[0];
          if (gone && name && !after.text.includes(name))
            return [
              { at: { ...gone, line: after.line }, words: `${after.name}() no longer announces ${name}` },
            ];
          return [];
        }),
  );
}

// SPDX-License-Identifier: GPL-2.0-only
import type { SourceFile } from '../../../src/c/parse.ts';
import type { Quotation } from '../../../src/series/finding.ts';
import type { Sources } from '../../../src/series/topic.ts';
import { oneLine } from '../tell.ts';
import { bareText } from './code.ts';
import { servedChanges, servedIn } from './commands.ts';

/** A row of a table of ioctls that lets fewer callers through than before, or more. */
export interface RightChange {
  readonly table: string;
  readonly command: string;
  /** What is said of it: `no longer allows X on render nodes and asks for DRM_AUTH`. */
  readonly words: string;
  /** Whether the words are about what the side after asks, or about what the side before asked. */
  readonly tightened: boolean;
  readonly place: Quotation;
}

/** include/drm/drm_ioctl.h, enum drm_ioctl_flags; drivers/gpu/drm/amd/amdkfd/kfd_priv.h. */
const ASKS = ['DRM_AUTH', 'DRM_MASTER', 'DRM_ROOT_ONLY', 'KFD_IOC_FLAG_CHECKPOINT_RESTORE'];
/** Those without which everybody may send the command on some node, and with which a root or a master alone. */
const GUARDS = ASKS.slice(1);
const ALLOWS = 'DRM_RENDER_ALLOW';
const RIGHTS = new RegExp(`\\b(?:${[...ASKS, ALLOWS].join('|')})\\b`, 'g');
const LONGEST_ROW = 4;

interface Row {
  readonly rights: ReadonlySet<string>;
  readonly place: Quotation;
}

/** Rows that both sides have, with other rights; of what only lets more nodes or callers without authentication in, nothing. */
export function rightChanges(before: Sources, after: Sources): RightChange[] {
  return servedChanges(before, after).flatMap(({ file }): RightChange[] => {
    const [was, is] = [before.get(file), after.get(file)];
    if (!was || !is || was.text.match(RIGHTS)?.join() === is.text.match(RIGHTS)?.join()) return [];
    const now = rowsOf(is);
    return [...rowsOf(was)].flatMap(([key, old]): RightChange[] => {
      const row = now.get(key);
      if (!row) return [];
      const [table = '', command = ''] = key.split(' ');
      const change = { table, command };
      const asked = ASKS.filter((one) => row.rights.has(one) && !old.rights.has(one));
      const onRender = old.rights.has(ALLOWS) && !row.rights.has(ALLOWS);
      const parts = [
        ...(old.rights.has(ALLOWS) && !row.rights.has(ALLOWS)
          ? [`no longer allows ${command} on render nodes`]
          : []),
        ...(asked.length > 0
          ? [`asks for ${asked.join(' and ')}${onRender ? '' : ` before ${command}`}`]
          : []),
      ];
      if (parts.length > 0)
        return [{ ...change, words: parts.join(' and '), tightened: true, place: row.place }];
      const lost = GUARDS.filter((one) => old.rights.has(one) && !row.rights.has(one));
      const words = `no longer asks for ${lost.join(' and ')} before ${command}`;
      return lost.length > 0 ? [{ ...change, words, tightened: false, place: old.place }] : [];
    });
  });
}

function rowsOf(file: SourceFile): Map<string, Row> {
  const lines = bareText(file).split('\n');
  return new Map(
    servedIn(file).map(({ name, by, line }) => {
      const text = rowAt(lines, line - 1);
      const place = { file: file.path, line, text: oneLine(text) };
      return [`${by} ${name}`, { rights: new Set(text.match(RIGHTS)), place }];
    }),
  );
}

/** The lines of a row, up to the one in which its parentheses and braces are closed. */
function rowAt(lines: readonly string[], at: number): string {
  for (let end = at + 1; end < at + LONGEST_ROW; end++) {
    const text = lines.slice(at, end).join('\n');
    const count = (sort: RegExp) => text.match(sort)?.length ?? 0;
    if (count(/[({]/g) <= count(/[)}]/g)) return text;
  }
  return lines.slice(at, at + LONGEST_ROW).join('\n');
}

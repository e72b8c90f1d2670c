// SPDX-License-Identifier: GPL-2.0-only
import { isC } from '../../c/edit.ts';
import { cOutline } from './c.ts';
import { grammarOutline } from './grammars.ts';
import { headingOutline } from './headings.ts';
import type { Outline } from './outline.ts';

const KEPT = 64;
const known = new Map<string, Outline>();

/** How a file is divided: by the grammar of its language where there is one, else by headings. The last few are kept. */
export function outlineOf(path: string, text: string): Outline {
  const key = `${path}\0${text}`;
  const made = known.get(key) ?? outlined(path, text);
  known.delete(key);
  known.set(key, made);
  if (known.size > KEPT) known.delete(known.keys().next().value as string);
  return made;
}

function outlined(path: string, text: string): Outline {
  if (isC(path)) return cOutline(path, text);
  return grammarOutline(path, text) ?? headingOutline(path, text.split('\n'));
}

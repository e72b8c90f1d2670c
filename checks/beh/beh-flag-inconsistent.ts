// SPDX-License-Identifier: GPL-2.0-only
import { bodiesOf, changedBodies, firstMention } from '../lib/driver/body.ts';
import type { Found, Rule, Subject } from '../rule.ts';

export const rule: Rule = {
  id: 'beh-flag-inconsistent',
  severity: 'warning',
  effect: 'defect',
  category: 'beh',
  needs: ['drivers'],
  apart: true,
  title: 'mmap() asks for something that region info does not ask for when it says what may be mapped.',
  why: 'Region info and mmap() are two halves of one promise: a range that is announced as left out and may be mapped, or the reverse, is a lie to one of the two.',
  reference: 'include/uapi/linux/vfio.h, VFIO_REGION_INFO_CAP_SPARSE_MMAP',
  todo: 'Let the code that announces the capability or the flag ask for the same state.',
  compare: inconsistent,
};

const TELLS = /_CAP_SPARSE_MMAP\b|\bmsix_sparse_mmap_cap\(/;

function inconsistent({ before, after }: Subject): Found[] {
  return changedBodies(before, after).flatMap(({ before: was, after: is }): Found[] => {
    const name = is.name;
    if (!/mmap/.test(name)) return [];
    const fresh = [...askedWith(is.text)].filter((field) => !was.text.includes(`->${field}`));
    const folder = is.path.replace(/[^/]*$/, '');
    const tellers = bodiesOf(after).filter(({ path, text }) => path.startsWith(folder) && TELLS.test(text));
    return fresh
      .filter((field) => tellers.length > 0 && !tellers.some(({ text }) => text.includes(`->${field}`)))
      .map((field): Found => {
        const place = firstMention(is, field);
        const message = `${name}() asks for ${field}, and ${tellers[0]?.name}(), which announces what may be mapped, does not`;
        return { file: place.file, line: place.line, message, symbol: field, after: place, key: name };
      });
  });
}

/** Members that a condition asks for together with the place of the table. */
function askedWith(text: string): Set<string> {
  const conditions = [...text.matchAll(/\bif \(([^;{}]*)\)\s*(?:\{|\w)/g)].map(
    ([, condition = '']) => condition,
  );
  return new Set(
    conditions
      .filter((condition) => /msix_|sparse/.test(condition))
      .flatMap((condition) => [...condition.matchAll(/->(\w+)/g)].map(([, field = '']) => field)),
  );
}

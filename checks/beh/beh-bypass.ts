// SPDX-License-Identifier: GPL-2.0-only
import { bodiesOf, type FunctionText, firstMention } from '../lib/driver/body.ts';
import type { Found, Rule, Subject } from '../rule.ts';

export const rule: Rule = {
  id: 'beh-bypass',
  severity: 'warning',
  effect: 'defect',
  category: 'beh',
  needs: ['drivers'],
  apart: true,
  title: 'A new way to the memory of a BAR does not ask what the refusal of mmap() asks.',
  why: 'A restriction holds only if every way to the range asks it. The one that was written later usually does not know of it.',
  reference: 'Documentation/driver-api/vfio.rst',
  todo: 'Put the check into a function that all ways call.',
  compare: bypasses,
};

const REACHES =
  /\b(dma_buf_export|dma_buf_phys_vec_to_sgt|remap_pfn_range|vmf_insert_pfn\w*|io_remap_pfn_range|pcim_p2pdma_provider)\(/;
const RANGE = /\bmsix_(?:bar|offset|size)\b/;

function bypasses({ before, after }: Subject): Found[] {
  const old = new Set(bodiesOf(before).map(({ name }) => name));
  const fresh = bodiesOf(after).filter(({ name, text }) => !old.has(name) && REACHES.test(text));
  if (fresh.length === 0) return [];
  const guard = bodiesOf(after).find(refusesRange);
  if (!guard) return [];
  const asks = (body: FunctionText) =>
    RANGE.test(body.text) ||
    bodiesOf(after).some((one) => RANGE.test(one.text) && body.text.includes(`${one.name}(`));
  return fresh
    .filter((body) => body.path.replace(/[^/]*$/, '') === guard.path.replace(/[^/]*$/, '') && !asks(body))
    .map((body): Found => {
      const word = REACHES.exec(body.text)?.[1] ?? body.name;
      const place = firstMention(body, word);
      const message = `${body.name}() is a new way to the memory of a BAR, and does not ask for the range that ${guard.name}() refuses`;
      return { file: place.file, line: place.line, message, symbol: `${body.name}()`, after: place };
    });
}

/** An mmap handler that turns a range away by what the device says of its table. */
function refusesRange({ name, text }: FunctionText): boolean {
  return /mmap/.test(name) && RANGE.test(text) && /msix_[\s\S]{0,400}return -E/.test(text);
}

// SPDX-License-Identifier: GPL-2.0-only
import type { Sources } from '../../src/series/topic.ts';
import {
  type BodyPair,
  bodiesOf,
  changedBodies,
  type FunctionText,
  firstMention,
} from '../lib/driver/body.ts';
import type { Found, Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'beh-memory-type',
  severity: 'error',
  effect: 'behaviour-break',
  category: 'beh',
  needs: ['drivers'],
  apart: true,
  title: 'A mapping of registers that was uncached is cached now, or its writes are combined.',
  why: 'Who maps registers relies on each access reaching the device, once and in order. Cached, reads are stale and writes stay behind; write combined, writes are merged and late. x86 may give what somebody else has the range with, and hide it; other architectures give what the driver asks for.',
  reference: 'Documentation/driver-api/device-io.rst; Documentation/arch/x86/pat.rst',
  todo: 'Keep pgprot_noncached(); where some pages may be combined, let userspace ask for it.',
  compare: ({ before, after }) => changedBodies(before, after).flatMap((pair) => judge(after, pair)),
};

/** Types that a function gives to a mapping: `noncached`, `writecombine`. */
const GIVEN = /\bvm_page_prot\s*=([^;]*);/g;
/** A function that maps no more has no type to give. */
const MAPS = /\bremap_pfn_range\b|\bio_remap_pfn_range\b|\bvm_iomap_memory\b|\bvm_ops\b/;
const STRICT = /^(noncached|device)$/;
const COMBINED = /^(writecombine|dmacoherent)$/;

function given({ text }: FunctionText): string[] {
  return [...text.matchAll(GIVEN)].flatMap(([, value = '']) =>
    [...value.matchAll(/\bpgprot_(\w+)\(/g)].flatMap(([, type]) => type ?? []),
  );
}

/** The same with what functions give that are called only after the change. */
function givenAfter(sources: Sources, { before, after }: BodyPair): string[] {
  const called = ({ text }: FunctionText) =>
    new Set([...text.matchAll(/\b(\w+)\(/g)].map(([, name]) => name));
  const [was, is] = [called(before), called(after)];
  const helpers = bodiesOf(sources).filter(({ name }) => is.has(name) && !was.has(name));
  return [after, ...helpers].flatMap(given);
}

function judge(sources: Sources, pair: BodyPair): Found[] {
  const was = given(pair.before);
  if (!was.some((type) => STRICT.test(type))) return [];
  const is = givenAfter(sources, pair);
  const combines = is.some((type) => COMBINED.test(type)) && !was.some((type) => COMBINED.test(type));
  if (combines)
    return [told(pair, 'now maps some of it write combined', /pgprot_(writecombine|dmacoherent)/)];
  if (is.some((type) => STRICT.test(type) || COMBINED.test(type)) || !MAPS.test(pair.after.text)) return [];
  return [told(pair, 'now maps it with the type of ordinary memory')];
}

function told({ before, after }: BodyPair, words: string, where?: RegExp): Found {
  const place = where ? firstMention(after, where) : firstMention(before, /pgprot_(noncached|device)/);
  return {
    file: place.file,
    line: place.line,
    message: `${after.name}() mapped registers uncached, and ${words}`,
    symbol: `${after.name}()`,
    [where ? 'after' : 'before']: place,
    breaks: ['old binary on new kernel'],
  };
}

// SPDX-License-Identifier: GPL-2.0-only
import type { Evidence } from '../../evidence/schema.ts';
import { EVIDENCE } from './sample.ts';

/** Texts that somebody made up to be taken for something else. */
export const HOSTILE = {
  html: '<script>alert(1)</script><img src=x onerror=alert(1)>&amp;',
  ansi: '\x1b[31mred\x1b[0m\x1b]8;;https://example.org\x07link\x1b]8;;\x07\x9b2J',
  direction: 'gpl\u202excod\u2066.exe',
  cdata: ']]> --> ?> </failure><![CDATA[',
  nul: 'a\0b\x01\x7f',
  surrogate: 'half \ud83d and \udc00 pairs',
  lines: 'one\nok 7 two # SKIP\r\nnot ok 8 three\rBail out!\u2028four',
  command: '::error::pwned\n::set-output name=x::y\n%0A::warning file=x::z%0D',
  markdown: '| a | `b` ``` **c** [d](javascript:e) @maintainer #1 ~~~',
  ktap: '# Subtest: x # SKIP\nKTAP version 1\n1..9\n  ok 1 - x # TODO',
  json: '"}],"x":[{"\\u0000',
  path: '../../etc/passwd:1:1: error: %2e%2e/$(id)`id`',
  long: `${'ä'.repeat(300)}😀`,
  empty: '',
};

/** The sample with every text of its cells replaced, keys of measurements and names of suites included. */
export function spoilt(text: string): Evidence {
  const keep = new Set(['verdict', 'status', 'severity', 'effect', 'role', 'sha256', 'rule', 'kind']);
  const spoil = (data: unknown, key = ''): unknown => {
    if (typeof data === 'string') return keep.has(key) ? data : text;
    if (Array.isArray(data)) return data.map((one) => spoil(one, key));
    if (typeof data !== 'object' || data === null) return data;
    const entries = Object.entries(data).map(([name, value]) => [
      key === 'measurements' ? text : name,
      spoil(value, name),
    ]);
    return Object.fromEntries(entries);
  };
  const { cells, topic } = EVIDENCE;
  return { ...EVIDENCE, topic: spoil(topic), cells: spoil(cells) } as Evidence;
}

// SPDX-License-Identifier: GPL-2.0-only
// Headers damaged at random, from a seed: the same seed gives the same headers.

/** Numbers in [0, 1), Mulberry32 by Tommy Ettinger (public domain): 32 bits of state are enough to damage text. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What is put into a header: what a hurried hand, a bad merge or a hostile one would leave. */
const INSERTIONS = [
  '{',
  '}',
  '(',
  ';',
  '*/',
  '/*',
  '"',
  "'",
  '\\\n',
  '\n#if 1\n',
  '\n#else\n',
  '\n#endif\n',
  '\n#if 1 / 0\n',
  '\n#include "../fuzz.h"\n',
  '\n#include <linux/types.h>\n',
  '\n#define __u32 __u32 __u32\n',
  '\n#define F(x) F(x) F(x)\nF(F(F(F(1))))\n',
  '\n#undef __u64\n',
  '\n#pragma pack(1)\n',
  '\n#pragma pack()\n',
  '__attribute__((packed)) ',
  '__attribute__((aligned(16))) ',
  '__attribute__((aligned(3))) ',
  ' __packed ',
  ':0',
  ':3',
  ':99',
  '[3]',
  '[]',
  '[-1]',
  '[1ull << 62]',
  '[99999999999999999999999]',
  'union ',
  'struct ',
  'long ',
  'unsigned ',
  '__u64 x; ',
  '__int128 y; ',
  'double d; ',
  '\xff\xfe',
  '\0',
];

/** One to three wounds. */
export function damaged(text: string, random: () => number): string {
  let wounded = text;
  for (let wounds = 1 + Math.floor(random() * 3); wounds > 0; wounds--) wounded = wound(wounded, random);
  return wounded;
}

function wound(text: string, random: () => number): string {
  const at = Math.floor(random() * text.length);
  const lineStart = text.lastIndexOf('\n', at) + 1;
  const lineEnd = (text.indexOf('\n', at) + 1 || text.length + 1) - 1;
  const line = text.slice(lineStart, lineEnd + 1);
  switch (Math.floor(random() * 6)) {
    case 0:
      return text.slice(0, at) + text.slice(at + 1 + Math.floor(random() * 40));
    case 1:
      return text.slice(0, lineStart) + line + text.slice(lineStart);
    case 2:
      return text.slice(0, lineStart) + text.slice(lineEnd + 1);
    case 3:
      return (
        text.slice(0, lineStart) +
        line.replace(/\d+/, () => String(Math.floor(random() * 70))) +
        text.slice(lineEnd + 1)
      );
    case 4:
      return (
        text.slice(0, lineStart) +
        line.replace(/\b__(u|s|be|le)(8|16|32|64)\b/, () =>
          pick(['__u8', '__u16', '__u32', '__u64', 'long', 'char', 'void *'], random),
        ) +
        text.slice(lineEnd + 1)
      );
    default:
      return text.slice(0, at) + pick(INSERTIONS, random) + text.slice(at);
  }
}

function pick<T>(list: readonly T[], random: () => number): T {
  return list[Math.floor(random() * list.length)] as T;
}

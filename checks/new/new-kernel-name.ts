// SPDX-License-Identifier: GPL-2.0-only
import { blankComments } from '../../src/c/comments.ts';
import { includesOnce } from '../../src/uapi/compare/includes.ts';
import type { Api, HeaderText } from '../../src/uapi/model.ts';
import { CONFIG_OPTION, exportedCode, isMember, KERNEL_NAMES } from '../lib/kernel-names.ts';
import { constantProvider } from '../lib/names.ts';
import { askedTexts } from '../lib/new-members.ts';
import { listed, oneLine } from '../lib/tell.ts';
import type { Found, Rule, Side } from '../rule.ts';

export const rule: Rule = {
  id: 'new-kernel-name',
  severity: 'error',
  effect: 'defect',
  category: 'new',
  needs: ['uapi'],
  apart: true,
  title: 'An exported header uses a name that only the kernel has: u32, BIT(), GENMASK(), CONFIG_X.',
  why: `The header does not compile in userspace, or takes another branch there: userspace has no configuration.`,
  reference: 'scripts/headers_install.sh; include/uapi/linux/const.h',
  todo: 'Use __u32, (1 << n) or _BITUL(), and leave the configuration to the driver.',
  lint: (side, among) => askedTexts(side).flatMap((header) => judge(side, header, among)),
};

/** Nine headers of ten have none of them, not even in a comment. */
const ANY = new RegExp(`${KERNEL_NAMES.source}|${CONFIG_OPTION.source}`);
/** The same without a look behind, for a whole text: in half of the time. */
const MAYBE = new RegExp(ANY.source.replace('(?<![\\w#"])', '\\b'));

function judge(side: Side, header: HeaderText, among: ReadonlySet<string> | undefined): Found[] {
  const { name, path, text, generated } = header;
  if (generated) return [];
  if (among && ![...among].some((one) => text.includes(one))) return [];
  if (!MAYBE.test(text)) return [];
  // Most texts have such words in comments alone.
  const bare = blankComments(text);
  if (!MAYBE.test(bare)) return [];
  const lines = exportedCode(bare).split('\n');
  const found = new Map<string, { readonly line: number; readonly places: string[] }>();
  for (const [at, line] of lines.entries()) {
    if (!ANY.test(line)) continue;
    const declared = line.match(/^\s*#\s*(?:define|undef)\s+(\w+)/)?.[1];
    const code = line.replace(/"(?:\\.|[^"\\])*"/g, '""');
    const uses = [...code.matchAll(KERNEL_NAMES), ...(isDirective(code) ? code.matchAll(CONFIG_OPTION) : [])];
    for (const [used] of uses) {
      if (used === declared || among?.has(used) === false) continue;
      if (isMember(code, used) || isDefined(side, header, used)) continue;
      const one = found.get(used) ?? { line: at + 1, places: [] };
      found.set(used, one);
      one.places.push(declared ?? code.trim());
    }
  }
  return [...found].map(([used, { line, places }]) => ({
    file: path,
    line,
    symbol: used,
    message: `${name} uses ${used} in ${listed([...new Set(places)], 4)}, which userspace does not have`,
    // A further use is another finding, though one of old uses too.
    key: `${name} ${places.join(' ')}`,
    after: { file: path, line, text: oneLine(text.split('\n')[line - 1] ?? '') },
  }));
}

/** A configuration option matters where it decides something; in a comment or a name of its own it does not. */
function isDirective(code: string): boolean {
  return /^\s*#\s*(if|ifdef|ifndef|elif|define)\b/.test(code);
}

function isDefined({ api }: Side, header: HeaderText, name: string): boolean {
  const itself = new RegExp(String.raw`\btypedef\b[^;]*\b${name}\s*;|#\s*define\s+${name}\b`);
  if (itself.test(header.text)) return true;
  return mayProvide(api, header.name, name) && constantProvider(api, header.name, name) !== undefined;
}

/**
 * Whether a header, or one that it includes, may define a macro or an enumerator of the kernel's names, by the texts: to
 * read them all costs more than the rest of this rule. Nobody makes such a name of parts.
 */
function mayProvide({ headers, targets }: Api, from: string, name: string): boolean {
  const includes = includesOnce(headers, targets);
  const given = new RegExp(`#[ \\t]*define\\s[\\s\\\\]*${name}\\b|\\b${name}\\s*(?:[,=}/\\\\]|$)`, 'm');
  const seen = new Set<string>([from]);
  for (const at of seen) {
    if (includes.texts(at).some((text) => text.includes(name) && given.test(text))) return true;
    for (const next of includes.of(at)) seen.add(next);
  }
  return false;
}

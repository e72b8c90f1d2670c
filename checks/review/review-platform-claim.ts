// SPDX-License-Identifier: GPL-2.0-only
import { flagsSet } from '../lib/review/bits.ts';
import { type PatchChange, patchChanges } from '../lib/review/changes.ts';
import { patchLetter, type Sentence, sentencesOf } from '../lib/review/said.ts';
import type { Found, Rule, Subject } from '../rule.ts';

export const rule: Rule = {
  id: 'review-platform-claim',
  severity: 'warning',
  category: 'review',
  needs: ['mails', 'patches'],
  title:
    'A patch states without a reference what all hardware of a kind does, and concludes that something is safe.',
  why: 'Emulators, firmware and the next revision do not read commit messages; whoever has to decide whether the check may go needs the page of the specification.',
  reference: 'Documentation/process/submitting-patches.rst, "Describe your changes"',
  todo: 'Name the specification with its section, the manual, the commit or the function that makes it so, and where it is not so.',
  compare: (subject) => patchChanges(subject).flatMap((change) => judge(subject, change)),
};

/** A kind of hardware or platform, as a class. */
const PLATFORM =
  /\b(host bridges?|root (?:complex(?:es)?|ports?)|bridges?|hardware|platforms?|chipsets?|SoCs?|controllers?|IOMMUs?|firmware|hypervisors?|CPUs?|processors?|silicon|interrupt controllers?|MSI controllers?|root bus(?:es)?|pseries|powernv|ITS|GIC|PHBs?)\b/i;
/** It holds for all of them, or forbids. */
const ALWAYS =
  /\b(lets? no|never|always|no device|any device|every|all (?:of )?(?:the|them|other|devices|platforms)|cannot|guarantees?|ensures?|prevents?|refuses?|knows? which|is true of)\b/i;
/** It is about what somebody could do to others. */
const SAFETY =
  /\b(isolat\w*|remap\w*|MSIs?|interrupts?|DMA|safe\w*|secur\w*|trust\w*|protect\w*|others?|another|whose|forge\w*|spoof\w*|raise|confus\w*|escap\w*|leak\w*)\b/i;
const REFERENCE =
  /https?:\/\/|\bDocumentation\/|§|\b(?:spec(?:ification)?s?|manual|datasheet|TRM|PRM|SDM|erratum|errata|section|chapter|table|figure|rev(?:ision)?\.? \d|PAPR|LoPAR|PCIe? r?\d|JESD\w*|RFC ?\d+)\b|\b[0-9a-f]{12,40}\b|\b\w+\/\w+\.[chS]\b/i;
const OWN = /^(Link|Fixes|Closes|Cc|[A-Z][\w-]+-by): /;

/** A word of the flags or a comment's that declares something safe. */
const DECLARES = /ISOLAT|REMAP|SAFE|SECUR|TRUST|PROTECT|CAP_|_CAPABLE|COHEREN/;

function judge(subject: Subject, change: PatchChange): Found[] {
  const letter = patchLetter(subject, change.patch.subject);
  if (!letter || !declares(change)) return [];
  const lines = letter.body.filter(({ text }) => !OWN.test(text));
  const prose = lines.map(({ text }) => text).join('\n');
  if (REFERENCE.test(prose)) return [];
  const [claim] = sentencesOf(lines).filter(isClaim);
  if (!claim) return [];
  const message = `"${cut(claim.text)}" names no specification, manual, commit or code, and the patch declares something by it`;
  return [{ file: letter.name, line: claim.line, message, key: claim.text }];
}

function isClaim({ text }: Sentence): boolean {
  return PLATFORM.test(text) && ALWAYS.test(text) && SAFETY.test(text);
}

/** It sets a flag that promises something, or takes a refusal away. */
function declares(change: PatchChange): boolean {
  if (flagsSet(change).some(({ constant }) => DECLARES.test(constant))) return true;
  return change.added.some(({ text }) =>
    /set_(?:\w+_)?capabilit\w+\(\s*\w+,\s*[A-Z]|->(?:un)?trusted\s*=/.test(text),
  );
}

const LONGEST = 100;
function cut(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}
